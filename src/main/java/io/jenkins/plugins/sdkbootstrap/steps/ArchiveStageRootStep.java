package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.settings.Choices;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Archives the root that a stage's script made: tarball, index, CONTENTS, DIGESTS and record become
 * artifacts of the build.
 */
public final class ArchiveStageRootStep extends StageMakingStep {

  /** The sdk.yaml where none is named. */
  static final String DEFAULT_CONFIG = "sdk.yaml";

  private final int stage;
  private final String root;
  private String config = DEFAULT_CONFIG;
  private String sdk;
  private boolean removeRoot;

  /**
   * A step with what it cannot do without.
   *
   * @param stage the stage's number, from 1
   * @param root the unpacked seed in which the script ran, absolute or from the current directory
   */
  @DataBoundConstructor
  public ArchiveStageRootStep(int stage, String root) {
    this.stage = stage;
    this.root = Util.fixEmptyAndTrim(root);
  }

  /** The stage's number, from 1. */
  public int getStage() {
    return stage;
  }

  /** The unpacked seed in which the script ran. */
  public String getRoot() {
    return root;
  }

  /** The sdk.yaml that describes the stage. */
  public String getConfig() {
    return config;
  }

  @DataBoundSetter
  public void setConfig(String config) {
    String text = Util.fixEmptyAndTrim(config);
    this.config = text == null ? DEFAULT_CONFIG : text;
  }

  /** The SDK's name; null for the one that sdk.yaml has. */
  public String getSdk() {
    return sdk;
  }

  @DataBoundSetter
  public void setSdk(String sdk) {
    this.sdk = Util.fixEmptyAndTrim(sdk);
  }

  /** Whether the unpacked seed, with the stage's root in it, is removed in the end. */
  public boolean isRemoveRoot() {
    return removeRoot;
  }

  @DataBoundSetter
  public void setRemoveRoot(boolean removeRoot) {
    this.removeRoot = removeRoot;
  }

  @Override
  public StepExecution start(StepContext context) throws Exception {
    Require.sound(
        DescriptorImpl.NAME,
        () -> {
          Require.stage(stage);
          Require.text("root", root);
          check();
        });
    return new Execution(
        context, new StagePlanning(config, stage, sdk, getVersion(), getArch()), this);
  }

  private static final class Execution extends RerunExecution {

    private static final long serialVersionUID = 1L;

    private final StagePlanning stage;
    private final String root;
    private final String compression;
    private final String privilege;
    private final boolean removeRoot;
    private final String signingKey;

    Execution(StepContext context, StagePlanning stage, ArchiveStageRootStep step) {
      super(context);
      this.stage = stage;
      root = step.getRoot();
      compression = step.getCompression();
      privilege = step.getPrivilege();
      removeRoot = step.isRemoveRoot();
      signingKey = step.getSigningKey();
    }

    @Override
    Object work(FilePath workspace, TaskListener listener) throws Exception {
      StageArchiving archiving =
          new StageArchiving(
              getContext().get(Run.class),
              getContext().get(FlowExecution.class),
              getContext().get(FlowNode.class).getId(),
              workspace,
              getContext().get(Launcher.class),
              listener,
              new LogCollecting(getContext(), workspace));
      return archiving.archive(
          stage,
          root,
          compression == null ? null : Choices.compression(compression),
          privilege,
          removeRoot,
          signingKey);
    }
  }

  /** Makes the step known as {@code archiveStageRoot}. */
  @Extension
  public static final class DescriptorImpl extends StepDescriptor implements StepForm {

    private static final String NAME = "archiveStageRoot";

    @Override
    public String getFunctionName() {
      return NAME;
    }

    @Override
    public String getDisplayName() {
      return Messages.ArchiveStageRootStep_DisplayName();
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(
          Run.class,
          FlowExecution.class,
          FlowNode.class,
          FilePath.class,
          Launcher.class,
          TaskListener.class);
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
      return Messages.ArchiveStageRootStep_Arguments(namedArgs.get("stage"), namedArgs.get("root"));
    }
  }
}
