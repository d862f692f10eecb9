package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.agent.Entered;
import io.jenkins.plugins.sdkbootstrap.agent.KeepTask;
import io.jenkins.plugins.sdkbootstrap.agent.RootTask;
import io.jenkins.plugins.sdkbootstrap.build.FailedStage;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.RootState;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import io.jenkins.plugins.sdkbootstrap.stage.OutputEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jenkinsci.plugins.workflow.actions.LogAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Ends a stage that failed: collects its logs, keeps or removes its root, and has the build know
 * how it failed. Called by {@code bootstrapSdk} only, right after the step that failed.
 */
@Restricted(NoExternalUse.class)
public final class SdkBootstrapFailedStep extends OneBootstrapStep {

  private final int stage;
  private final String root;
  private String keep = PlanArguments.KEEP_NONE;
  private String reason;
  private String privilege;

  /**
   * A step with what it cannot do without.
   *
   * @param stage the stage's number, from 1
   * @param root the unpacked seed, absolute or from the current directory; need not be there
   */
  @DataBoundConstructor
  public SdkBootstrapFailedStep(int stage, String root, String sdk, String arch, String version) {
    super(sdk, arch, version);
    this.stage = stage;
    this.root = root;
  }

  public int getStage() {
    return stage;
  }

  public String getRoot() {
    return root;
  }

  /** What becomes of the root, as {@code bootstrapSdk} says it. */
  public String getKeep() {
    return keep;
  }

  @DataBoundSetter
  public void setKeep(String keep) {
    this.keep = keep;
  }

  /** What the step said that failed; null where it was interrupted. */
  public String getReason() {
    return reason;
  }

  @DataBoundSetter
  public void setReason(String reason) {
    this.reason = Util.fixEmptyAndTrim(reason);
  }

  /** How the right over the root's files is got; null for what is configured. */
  public String getPrivilege() {
    return privilege;
  }

  @DataBoundSetter
  public void setPrivilege(String privilege) {
    this.privilege = Util.fixEmptyAndTrim(privilege);
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(context, this);
  }

  private static final class Execution extends RerunExecution {

    private static final long serialVersionUID = 1L;

    /** Of a log as much as is looked through for its last lines and the package that failed. */
    private static final long END_BYTES = 1 << 20;

    private final StageId stage;
    private final String root;
    private final String keep;
    private final String reason;
    private final String privilege;

    Execution(StepContext context, SdkBootstrapFailedStep step) {
      super(context);
      stage = step.bootstrap().stage(step.stage);
      root = step.root;
      keep = step.keep;
      reason = step.reason;
      privilege = step.privilege;
    }

    /** Short: a build that ends because its agent is gone ends with this step. */
    @Override
    long patienceSeconds() {
      return 15;
    }

    @Override
    Object work(FilePath workspace, TaskListener listener) throws Exception {
      Run<?, ?> run = getContext().get(Run.class);
      SdkBuildAction action = SdkBuildAction.of(run);
      PlannedSdk plan = action.plan(stage.bootstrap()).orElseThrow();
      SdkConfig config = plan.sdkConfig(run);
      AgentSettings settings = SdkBootstrapConfiguration.agentSettings(workspace, privilege);
      String node = FilePathUtils.getNodeName(workspace);
      FailedStage failed = failed(config, node, listener);
      action.putFailed(failed);
      try {
        new LogCollecting(getContext(), workspace).collect(stage, config, root, settings);
      } catch (IOException | RuntimeException e) {
        // The root still has to go.
        listener.getLogger().println("cannot collect logs: " + OneLine.of(e).getMessage());
      }
      if (keep.equals(PlanArguments.KEEP_FAILED)) {
        Optional<FailedStage> kept = keep(failed, plan, config, settings, workspace, listener);
        if (kept.isPresent()) {
          action.putFailed(kept.get());
          return null;
        }
      }
      StageArchiving.clean(workspace, root, !keep.equals(PlanArguments.KEEP_ALL), settings);
      return null;
    }

    /** What the step said that has failed, which is the one right before. */
    private FailedStage failed(SdkConfig config, String node, TaskListener listener)
        throws IOException, InterruptedException {
      OutputEnd end = new OutputEnd(OutputStream.nullOutputStream());
      try {
        for (FlowNode before : getContext().get(FlowNode.class).getParents()) {
          LogAction log = before.getAction(LogAction.class);
          if (log != null) {
            long length = log.getLogText().length();
            log.getLogText().writeLogTo(Math.max(0, length - END_BYTES), end);
          }
        }
      } catch (IOException | RuntimeException e) {
        listener.getLogger().println("cannot read the log of the step: " + e.getMessage());
      }
      String message =
          "stage "
              + stage.number()
              + " ("
              + config.stages().get(stage.number() - 1).name()
              + ") "
              + (reason == null ? "was interrupted" : "failed: " + reason)
              + end.failedPackage().map(name -> ": Portage could not build " + name).orElse("");
      return new FailedStage(stage, node, message, end.failedPackage().orElse(null), end.lines());
    }

    private Optional<FailedStage> keep(
        FailedStage failed,
        PlannedSdk plan,
        SdkConfig config,
        AgentSettings settings,
        FilePath workspace,
        TaskListener listener)
        throws IOException, InterruptedException {
      String absolute = workspace.act(new RootTask(root));
      Optional<RootState> state =
          SdkBuildAction.of(getContext().get(Run.class)).root(failed.getNode(), absolute);
      Optional<Entered> entered = state.isPresent() ? state.get().entered() : Optional.empty();
      if (entered.isEmpty()) {
        return Optional.empty(); // no script ran in it
      }
      KeepTask.Kept kept;
      try {
        kept =
            workspace.act(
                new KeepTask(
                    failed.id(),
                    config,
                    root,
                    state.get().seed().digests().get(0).toString(),
                    entered.get().inputs().sourceDateEpoch(),
                    failed.getMessage(),
                    SdkBootstrapConfiguration.keptFolder(workspace),
                    SdkBootstrapConfiguration.get().getKeptRoots(),
                    SdkBootstrapConfiguration.get().keptBytes(),
                    settings,
                    listener));
      } catch (IOException e) {
        listener.getLogger().println("cannot keep the root: " + OneLine.of(e).getMessage());
        return Optional.empty();
      }
      if (kept == null) {
        return Optional.empty();
      }
      Path file = Path.of(entered.get().base()).resolve(Path.of(plan.getConfig()).getFileName());
      return Optional.of(
          failed.kept(
              kept,
              "bootstrap-sdk shell "
                  + word(kept.root())
                  + " --config "
                  + word(file.toString())
                  + " --cache "
                  + word(kept.caches())));
    }

    private static String word(String text) {
      return text.matches("[A-Za-z0-9_./+:@%=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
  }

  /** Makes the step known as {@code sdkBootstrapFailed}. */
  @Extension
  public static final class DescriptorImpl extends InternalStepDescriptor {

    /** With what the step needs. */
    public DescriptorImpl() {
      super(
          "sdkBootstrapFailed",
          Run.class,
          FlowExecution.class,
          FlowNode.class,
          FilePath.class,
          Launcher.class,
          TaskListener.class);
    }
  }
}
