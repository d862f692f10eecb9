package org.jenkinsci.plugins.workflow.steps.durable_task;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.TaskListener;
import java.util.Set;
import jenkins.tasks.filters.EnvVarsFilterableBuilder;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.DurableTask;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/** Runs its task to its end, with nothing durable about it. */
public abstract class DurableTaskStep extends Step implements EnvVarsFilterableBuilder {

  private boolean returnStatus;
  private boolean returnStdout;
  private String encoding;
  private String label;

  protected abstract DurableTask task();

  @DataBoundSetter
  public void setReturnStatus(boolean returnStatus) {
    this.returnStatus = returnStatus;
  }

  @DataBoundSetter
  public void setReturnStdout(boolean returnStdout) {
    this.returnStdout = returnStdout;
  }

  @DataBoundSetter
  public void setEncoding(String encoding) {
    this.encoding = encoding;
  }

  @DataBoundSetter
  public void setLabel(String label) {
    this.label = label;
  }

  @Override
  public StepExecution start(StepContext context) throws Exception {
    return new Execution(context, this);
  }

  private static final class Execution extends StepExecution {
    private final transient DurableTaskStep step;

    Execution(StepContext context, DurableTaskStep step) {
      super(context);
      this.step = step;
    }

    @Override
    public boolean start() {
      Computer.threadPoolForRemoting.submit(this::run);
      return false;
    }

    private void run() {
      StepContext context = getContext();
      try {
        BourneShellScript.Status status =
            (BourneShellScript.Status)
                step.task()
                    .launch(
                        new EnvVars(),
                        context.get(FilePath.class),
                        context.get(Launcher.class),
                        context.get(TaskListener.class));
        if (step.returnStatus) {
          context.onSuccess(status.code());
        } else if (status.code() == 0) {
          context.onSuccess(null);
        } else {
          throw new hudson.AbortException("script returned exit code " + status.code());
        }
      } catch (Throwable e) {
        context.onFailure(e);
      }
    }
  }

  /** As the real one. */
  public abstract static class DurableTaskStepDescriptor extends StepDescriptor {
    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
      return Set.of(EnvVars.class, FilePath.class, Launcher.class, TaskListener.class);
    }
  }
}
