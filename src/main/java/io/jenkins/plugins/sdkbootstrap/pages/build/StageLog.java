package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.LogAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/**
 * Redirects to the log of a stage's script, which is the log of the Pipeline step {@code
 * chrootStage}. It searches for the step only on request, because that loads the build's steps.
 *
 * @param entry the stage; null where it is not there
 * @param plan its bootstrap's plan; null where the Pipeline calls the steps itself
 */
@Restricted(NoExternalUse.class)
public record StageLog(
    Run<?, ?> run, BootstrapId key, int number, StageEntry entry, PlannedSdk plan) {

  private static final String STEP = "chrootStage";

  /** How many steps the search looks at. */
  private static final int MOST_STEPS = 20_000;

  /** The log of the stage of this {@link StageIds} id, if the build has or has planned it. */
  static Optional<StageLog> find(Run<?, ?> run, SdkBuildAction action, String id) {
    Optional<StageEntry> stage = StageIds.find(action.getStages(), id);
    if (stage.isPresent()) {
      BootstrapId key = stage.get().id().bootstrap();
      return Optional.of(
          new StageLog(run, key, stage.get().getNumber(), stage.get(), plan(action, key)));
    }
    for (PlannedSdk plan : action.getPlans()) {
      BootstrapId key = plan.id();
      for (int n = 1; n <= plan.getNames().size(); n++) {
        if (StageIds.of(key.stage(n)).equals(id)) {
          return Optional.of(new StageLog(run, key, n, null, plan));
        }
      }
    }
    return Optional.empty();
  }

  private static PlannedSdk plan(SdkBuildAction action, BootstrapId key) {
    return action.getPlans().stream()
        .filter(plan -> plan.id().equals(key))
        .findFirst()
        .orElse(null);
  }

  /** Redirects to the log; to that of the build where the step is not found. */
  public HttpResponse doIndex() throws IOException {
    return HttpResponses.redirectViaContextPath(url());
  }

  /** The log's URL, from the root of Jenkins. */
  String url() throws IOException {
    if (entry != null && entry.getState() == StageEntry.State.REUSED) {
      Run<?, ?> holder = entry.holder(run);
      SdkBuildAction its = holder == null ? null : holder.getAction(SdkBuildAction.class);
      Optional<StageLog> built =
          its == null ? Optional.empty() : find(holder, its, StageIds.of(entry.id()));
      return built.isPresent() && built.get().isOfBuilt()
          ? built.get().url()
          : run.getUrl() + "console";
    }
    FlowNode step = step();
    return step == null ? run.getUrl() + "console" : step.getUrl() + "log/";
  }

  private boolean isOfBuilt() {
    return entry != null && entry.getState() == StageEntry.State.BUILT;
  }

  private FlowNode step() throws IOException {
    FlowExecutionOwner owner =
        run instanceof FlowExecutionOwner.Executable executable
            ? executable.asFlowExecutionOwner()
            : null;
    FlowExecution execution = owner == null ? null : owner.getOrNull();
    if (execution == null) {
      return null;
    }
    FlowNode from = entry == null ? null : execution.getNode(entry.getFlowNode());
    DepthFirstScanner backwards = new DepthFirstScanner();
    backwards.setup(from == null ? execution.getCurrentHeads() : List.of(from));
    int seen = 0;
    for (FlowNode node : backwards) {
      if (isIt(node)) {
        return node;
      }
      if (++seen == MOST_STEPS) {
        break;
      }
    }
    return null;
  }

  private boolean isIt(FlowNode node) {
    if (!(node instanceof StepNode step)
        || step.getDescriptor() == null
        || !step.getDescriptor().getFunctionName().equals(STEP)
        || node.getAction(LogAction.class) == null) {
      return false;
    }
    Map<String, Object> arguments = ArgumentsAction.getArguments(node);
    return Integer.toString(number).equals(String.valueOf(arguments.get("stage")))
        && isOrUnset(arguments.get("sdk"), key.sdk())
        && isOrUnset(arguments.get("version"), key.version().text())
        && isOrUnset(arguments.get("arch"), key.arch())
        && (plan == null || isOrUnset(arguments.get("config"), plan.getConfig()));
  }

  /** A Pipeline can leave out what sdk.yaml or the build says. */
  private static boolean isOrUnset(Object argument, String value) {
    return argument == null || argument.equals(value);
  }
}
