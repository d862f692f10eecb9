package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
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
   * Takes the turn, unless another build has it. The build has it until {@link #end}, until it ends
   * itself, or until the step or a block around it fails: one that is interrupted may not have come
   * to say which bootstrap it is.
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
      if (own.isPresent() && !own.get().equals(flowNode) && !isLost(run, own.get())) {
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
          && SdkBuildAction.find(other.get())
              .flatMap(action -> action.turn(bootstrap))
              .filter(step -> !isLost(execution, step))
              .isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  private static boolean isLost(Run<?, ?> run, String flowNode) {
    for (FlowExecution execution : FlowExecutionList.get()) {
      if (build(execution).filter(build -> build == run).isPresent()) {
        return isLost(execution, flowNode);
      }
    }
    return false;
  }

  private static boolean isLost(FlowExecution execution, String flowNode) {
    try {
      FlowNode step = execution.getNode(flowNode);
      return step != null
          && (step.getError() != null
              || step.getEnclosingBlocks().stream()
                  .map(BlockStartNode::getEndNode)
                  .anyMatch(end -> end != null && end.getError() != null));
    } catch (IOException e) {
      return false; // what cannot be read may go on
    }
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
