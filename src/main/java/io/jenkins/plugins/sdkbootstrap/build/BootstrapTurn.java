package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Lets one build of a job at a time make a bootstrap: a second one would write the same artifacts.
 * The second one waits, and then reuses what the first has made.
 */
@Restricted(NoExternalUse.class)
public final class BootstrapTurn {

  private BootstrapTurn() {}

  /**
   * Takes the turn, unless another build has it. The build has it until {@link #end}, or until it
   * ends itself.
   *
   * @param flowNode the Pipeline step that asks; it may ask again
   * @return the build that has the turn; empty where it was taken
   * @throws AbortException if the same build has it by another step
   */
  public static Optional<Run<?, ?>> take(Run<?, ?> run, BootstrapId bootstrap, String flowNode)
      throws IOException {
    SdkBuildAction action = SdkBuildAction.of(run);
    synchronized (run.getParent()) {
      Optional<String> own = action.turn(bootstrap);
      if (own.isPresent() && !own.get().equals(flowNode)) {
        throw new AbortException(
            "this build already bootstraps "
                + bootstrap
                + "; give the second one another name or version");
      }
      Optional<Run<?, ?>> other = holder(run, bootstrap);
      if (other.isEmpty()) {
        action.putTurn(bootstrap, flowNode);
      }
      return other;
    }
  }

  /** Another build of the job that has the turn. */
  public static Optional<Run<?, ?>> holder(Run<?, ?> run, BootstrapId bootstrap) {
    // A job's own list of its builds in progress is not whole after a restart of the controller.
    for (FlowExecution execution : FlowExecutionList.get()) {
      Optional<Run<?, ?>> other = build(execution);
      if (other.isPresent()
          && isOfSameJob(other.get(), run)
          && other.get().isBuilding()
          && SdkBuildAction.find(other.get()).flatMap(a -> a.turn(bootstrap)).isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  private static Optional<Run<?, ?>> build(FlowExecution execution) {
    try {
      return execution.getOwner().getExecutable() instanceof Run<?, ?> build
          ? Optional.of(build)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it cannot be loaded, so it does not go on
    }
  }

  private static boolean isOfSameJob(Run<?, ?> other, Run<?, ?> run) {
    return other.getNumber() != run.getNumber()
        && other.getParent().getFullName().equals(run.getParent().getFullName());
  }

  /** Ends the turn of a build. */
  public static void end(Run<?, ?> run, BootstrapId bootstrap) throws IOException {
    Optional<SdkBuildAction> action = SdkBuildAction.find(run);
    if (action.isPresent()) {
      action.get().endTurn(bootstrap);
    }
  }
}
