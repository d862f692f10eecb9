package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.RequestAbortedException;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.sdkbootstrap.agent.StaysTask;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Does a step's work in a thread of its own, as whom the build runs as.
 *
 * <p>Its life: {@link #start} hands the work to a thread and leaves the step pending. When the
 * controller restarts, that thread is gone, but this object comes back with the build: {@link
 * #onResume} begins the work again. So does a lost connection to the agent, once it is back. The
 * work must therefore come to the same result however often it was begun. A subclass keeps the
 * step's arguments in serializable fields; nothing of the work itself is persisted.
 *
 * <p>{@link #stop} interrupts the thread, and with it what it waits for on the agent.
 */
abstract class RerunExecution extends StepExecution {

  private static final long serialVersionUID = 1L;

  /** Beyond this many lost connections, the work itself is what breaks them. */
  private static final int MOST_RECONNECTIONS = 3;

  /** Longer than Pipeline waits for an agent before it aborts the {@code node} block. */
  private static final long PATIENCE_SECONDS = 600;

  /** How long after its tools an agent that goes down is there. */
  private static final long MILLIS_TO_STOP = 1000;

  private transient Future<?> task;
  private transient Throwable stopped;

  RerunExecution(StepContext context) {
    super(context);
  }

  /**
   * The work.
   *
   * @param workspace on an agent that was connected just now
   * @param listener the step's log
   * @return what the step returns; serializable, of classes that any script may use
   */
  abstract Object work(FilePath workspace, TaskListener listener) throws Exception;

  /** How long the work waits for an agent that is not connected. */
  long patienceSeconds() {
    return PATIENCE_SECONDS;
  }

  @Override
  public final boolean start() {
    begin(false);
    return false;
  }

  @Override
  public final void onResume() {
    begin(true);
  }

  private synchronized void begin(boolean again) {
    Jenkins controller = Jenkins.get();
    task = Computer.threadPoolForRemoting.submit(() -> run(controller, again));
  }

  @Override
  public final void stop(Throwable cause) throws Exception {
    synchronized (this) {
      stopped = cause;
      if (task != null) {
        task.cancel(true);
      }
    }
    super.stop(cause);
  }

  @SuppressWarnings("try") // the context only holds
  private void run(Jenkins controller, boolean again) {
    Object result;
    try (ACLContext ignored = ACL.as2(getContext().get(FlowExecution.class).getAuthentication2())) {
      result = workUntilDone(controller, again);
    } catch (Throwable e) {
      if (!controller.isTerminating()) {
        fail(e);
      }
      return;
    }
    if (isStopped()) {
      return;
    }
    getContext().onSuccess(result);
  }

  private void fail(Throwable e) {
    synchronized (this) {
      if (stopped != null) {
        // An interrupted wait, lock or stream is what stop has brought about.
        if (!(e instanceof InterruptedException) && !OneLine.isForeseen(e)) {
          stopped.addSuppressed(e);
        }
        return;
      }
    }
    getContext().onFailure(OneLine.isForeseen(e) ? OneLine.of((Exception) e) : e);
  }

  private Object workUntilDone(Jenkins controller, boolean again) throws Exception {
    boolean announce = again;
    for (int lost = 0; ; lost++) {
      FilePath workspace = liveWorkspace(controller);
      TaskListener listener = getContext().get(TaskListener.class);
      if (announce) {
        listener.getLogger().println("Starting again");
      }
      try {
        return work(workspace, listener);
      } catch (IOException | RuntimeException | InterruptedException e) {
        if (isStopped() || lost == MOST_RECONNECTIONS || stays(workspace, e)) {
          throw e;
        }
        listener.getLogger().println("The connection to the agent is lost: " + e.getMessage());
        announce = true;
      }
    }
  }

  /** The workspace, once its agent is connected; null for work that needs none. */
  FilePath liveWorkspace(Jenkins controller) throws IOException, InterruptedException {
    long patience = patienceSeconds();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
    Exception offline = null;
    boolean told = false;
    while (System.nanoTime() < deadline) {
      if (controller.isTerminating()) {
        // It disconnects its agents. The controller that starts next begins the work again.
        throw new IOException("the controller is shutting down", offline);
      }
      try {
        FilePath workspace = getContext().get(FilePath.class);
        if (workspace != null && isLive(workspace) && workspace.act(new StaysTask(0))) {
          return workspace;
        }
      } catch (IOException | RequestAbortedException e) {
        offline = e;
      }
      if (!told) {
        told = true;
        getContext()
            .get(TaskListener.class)
            .getLogger()
            .println("Waiting for the agent, at most " + patience + " seconds");
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new IOException("the agent did not come back within " + patience + " seconds", offline);
  }

  /** While an agent comes or goes, there may be a channel to it that Jenkins knows no agent of. */
  private static boolean isLive(FilePath workspace) {
    return workspace.toComputer() != null
        && !(workspace.getChannel() instanceof Channel channel && channel.isClosingOrClosed());
  }

  /** Whether it was not the agent's end by which the work failed. */
  private static boolean stays(FilePath workspace, Exception failure) throws InterruptedException {
    if (workspace == null) {
      return true;
    }
    try {
      long millis = failure instanceof MachineException ? MILLIS_TO_STOP : 0;
      return isLive(workspace) && workspace.act(new StaysTask(millis));
    } catch (IOException | RuntimeException e) {
      return false; // the work may have failed a moment before Jenkins knew
    }
  }

  private synchronized boolean isStopped() {
    return stopped != null;
  }
}
