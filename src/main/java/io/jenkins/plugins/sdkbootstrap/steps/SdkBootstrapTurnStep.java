package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.build.BootstrapTurn;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Waits until no other build of the job makes a bootstrap, or ends this build's turn; called by
 * {@code bootstrapSdk} only. It needs no agent, so no executor is held while it waits.
 */
@Restricted(NoExternalUse.class)
public final class SdkBootstrapTurnStep extends OneBootstrapStep {

  private boolean end;

  /** A step about this bootstrap. */
  @DataBoundConstructor
  public SdkBootstrapTurnStep(String sdk, String arch, String version) {
    super(sdk, arch, version);
  }

  /** Whether this build's turn ends, instead of being waited for. */
  public boolean isEnd() {
    return end;
  }

  @DataBoundSetter
  public void setEnd(boolean end) {
    this.end = end;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(context, this);
  }

  /**
   * Looks every few seconds. After a restart of the controller it looks again: which builds have a
   * turn is kept with the builds.
   */
  private static final class Execution extends StepExecution {

    private static final long serialVersionUID = 1L;
    private static final long SECONDS = 3;

    private final BootstrapId bootstrap;
    private final boolean end;
    private int told = -1;
    private transient Future<?> next;

    Execution(StepContext context, SdkBootstrapTurnStep step) {
      super(context);
      bootstrap = step.bootstrap();
      end = step.end;
    }

    @Override
    public boolean start() throws Exception {
      if (end) {
        BootstrapTurn.end(getContext().get(Run.class), bootstrap);
        getContext().onSuccess(null);
        return true;
      }
      return look();
    }

    @Override
    public void onResume() {
      next = Timer.get().schedule(this::lookAgain, SECONDS, TimeUnit.SECONDS);
    }

    private boolean look() throws IOException, InterruptedException {
      Optional<Run<?, ?>> holder = BootstrapTurn.holder(getContext().get(Run.class), bootstrap);
      if (holder.isEmpty()) {
        getContext().onSuccess(null);
        return true;
      }
      if (told != holder.get().getNumber()) {
        told = holder.get().getNumber();
        getContext()
            .get(TaskListener.class)
            .getLogger()
            .println(
                "Waiting for " + holder.get().getFullDisplayName() + ", which makes " + bootstrap);
      }
      next = Timer.get().schedule(this::lookAgain, SECONDS, TimeUnit.SECONDS);
      return false;
    }

    private void lookAgain() {
      try {
        look();
      } catch (IOException | InterruptedException | RuntimeException e) {
        getContext().onFailure(e);
      }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
      if (next != null) {
        next.cancel(false);
      }
      super.stop(cause);
    }
  }

  /** Makes the step known as {@code sdkBootstrapTurn}. */
  @Extension
  public static final class DescriptorImpl extends InternalStepDescriptor {

    /** With what the step needs. */
    public DescriptorImpl() {
      super("sdkBootstrapTurn", Run.class, TaskListener.class);
    }
  }
}
