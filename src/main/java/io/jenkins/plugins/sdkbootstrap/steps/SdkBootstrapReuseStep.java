package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.build.EarlierBuilds;
import io.jenkins.plugins.sdkbootstrap.build.SourceBuild;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Looks for a finished stage that was made from the same as one that is about to run, once its seed
 * is there: the stage before it may have come to the same bytes as before. Called by {@code
 * bootstrapSdk} only; needs no agent. Returns what {@code archiveStageRoot} had returned of it, or
 * null.
 */
@Restricted(NoExternalUse.class)
public final class SdkBootstrapReuseStep extends OneBootstrapStep {

  private int stage;
  private boolean last;
  private List<String> inputs = List.of();
  private List<String> reuseFrom = List.of();
  private String seed;

  /** A step about a stage of this bootstrap. */
  @DataBoundConstructor
  public SdkBootstrapReuseStep(String sdk, String arch, String version) {
    super(sdk, arch, version);
  }

  /** The stage's number, from 1. */
  public int getStage() {
    return stage;
  }

  @DataBoundSetter
  public void setStage(int stage) {
    this.stage = stage;
  }

  /** Whether its root is the SDK. */
  public boolean isLast() {
    return last;
  }

  @DataBoundSetter
  public void setLast(boolean last) {
    this.last = last;
  }

  /** What it is made from but the seed, as {@link StageKey} has it. */
  public List<String> getInputs() {
    return List.copyOf(inputs);
  }

  @DataBoundSetter
  public void setInputs(List<String> inputs) {
    this.inputs = new ArrayList<>(inputs);
  }

  /** Other jobs to look in. */
  public List<String> getReuseFrom() {
    return List.copyOf(reuseFrom);
  }

  @DataBoundSetter
  public void setReuseFrom(List<String> reuseFrom) {
    this.reuseFrom = new ArrayList<>(reuseFrom);
  }

  /** The digest of the tarball that it starts from, {@code sha256:HEX}. */
  public String getSeed() {
    return seed;
  }

  @DataBoundSetter
  public void setSeed(String seed) {
    this.seed = seed;
  }

  @Override
  public StepExecution start(StepContext context) throws AbortException {
    return new Execution(context, this);
  }

  private static final class Execution extends RerunExecution {

    private static final long serialVersionUID = 1L;

    private final StageId stage;
    private final boolean last;
    private final List<String> inputs;
    private final List<String> reuseFrom;
    private final Digest seed;

    Execution(StepContext context, SdkBootstrapReuseStep step) {
      super(context);
      stage = step.bootstrap().stage(step.stage);
      last = step.last;
      inputs = step.inputs;
      reuseFrom = step.reuseFrom;
      seed = Digest.parse(step.seed);
    }

    @Override
    FilePath liveWorkspace(Jenkins controller) {
      return null;
    }

    @Override
    Object work(FilePath none, TaskListener listener) throws Exception {
      Run<?, ?> run = getContext().get(Run.class);
      Digest key = StageKey.of(inputs, new Seed("stage", List.of(seed))).orElseThrow();
      EarlierBuilds stored =
          EarlierBuilds.ofJob(run, stage.bootstrap(), SourceBuild.jobs(run, reuseFrom));
      Optional<StageRecord> found =
          stored
              .made(stage.number(), key)
              .map(StoredStage::record)
              .filter(record -> !last || record.isLast());
      if (found.isEmpty()) {
        return null;
      }
      Run<?, ?> holder = stored.holder(stage.number()).orElseThrow();
      StageEntry entry =
          StageCalls.take(
              stage, found.get(), run, holder, getContext().get(FlowNode.class).getId(), List.of());
      listener
          .getLogger()
          .println(
              "stage "
                  + stage.number()
                  + ": reuse, one that was made from the same is there"
                  + StageCalls.ofBuild(entry, holder));
      return StageArchiving.returned(entry);
    }
  }

  /** Makes the step known as {@code sdkBootstrapReuse}. */
  @Extension
  public static final class DescriptorImpl extends InternalStepDescriptor {

    /** With what the step needs. */
    public DescriptorImpl() {
      super(
          "sdkBootstrapReuse", Run.class, FlowExecution.class, FlowNode.class, TaskListener.class);
    }
  }
}
