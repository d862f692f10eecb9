package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.settings.Choices;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Decides what {@code bootstrapSdk} does, and is called by it only. Its parameters are those of
 * {@code bootstrapSdk}.
 */
@Restricted(NoExternalUse.class)
public final class SdkBootstrapPlanStep extends StageMakingStep {

  private static final List<String> ON_DRIFT =
      Arrays.stream(OnDrift.values()).map(SdkBootstrapPlanStep::id).toList();

  private String config = ArchiveStageRootStep.DEFAULT_CONFIG;
  private String seed;
  private String label;
  private boolean rebuild;
  private boolean strict;
  private int fromStage;
  private String fromBuild;
  private List<String> reuseFrom = List.of();
  private String onDrift = id(OnDrift.REUSE);
  private String keep = PlanArguments.KEEP_NONE;

  /** A step that does what the sdk.yaml in the current directory says. */
  @DataBoundConstructor
  public SdkBootstrapPlanStep() {}

  /** The sdk.yaml, absolute or from the current directory. */
  public String getConfig() {
    return config;
  }

  @DataBoundSetter
  public void setConfig(String config) {
    this.config = Util.fixEmptyAndTrim(config);
  }

  /** The seed; null for sdk.yaml's. */
  public String getSeed() {
    return seed;
  }

  @DataBoundSetter
  public void setSeed(String seed) {
    this.seed = Util.fixEmptyAndTrim(seed);
  }

  /** Where the stages run; the caller opens the nodes. */
  public String getLabel() {
    return label;
  }

  @DataBoundSetter
  public void setLabel(String label) {
    this.label = Util.fixEmptyAndTrim(label);
  }

  /** Whether every stage runs, whatever is there. */
  public boolean isRebuild() {
    return rebuild;
  }

  @DataBoundSetter
  public void setRebuild(boolean rebuild) {
    this.rebuild = rebuild;
  }

  /** Whether what cannot be made of a seed is an error rather than left out. */
  public boolean isStrict() {
    return strict;
  }

  /** Sets whether something may be left out of a seed. */
  @DataBoundSetter
  public void setStrict(boolean strict) {
    this.strict = strict;
  }

  /** The first stage that runs; 0 to decide by what is there. */
  public int getFromStage() {
    return fromStage;
  }

  @DataBoundSetter
  public void setFromStage(int fromStage) {
    this.fromStage = fromStage;
  }

  /** The build whose stages may be reused: a number or word; null for all earlier ones. */
  public String getFromBuild() {
    return fromBuild;
  }

  @DataBoundSetter
  public void setFromBuild(String fromBuild) {
    this.fromBuild = Util.fixEmptyAndTrim(fromBuild);
  }

  /**
   * Other jobs whose builds may have a stage that was made from the same: their names, relative to
   * this job's folder or from {@code /}.
   */
  public List<String> getReuseFrom() {
    return List.copyOf(reuseFrom);
  }

  @DataBoundSetter
  public void setReuseFrom(List<String> reuseFrom) {
    this.reuseFrom = reuseFrom == null ? List.of() : new ArrayList<>(reuseFrom);
  }

  /** What is done with stages that differ today: {@code reuse}, {@code rebuild}, {@code fail}. */
  public String getOnDrift() {
    return onDrift;
  }

  @DataBoundSetter
  public void setOnDrift(String onDrift) {
    this.onDrift = onDrift;
  }

  /** Which roots stay on the agent: {@code true}, {@code failed} or {@code false}. */
  public String getKeep() {
    return keep;
  }

  @DataBoundSetter
  public void setKeep(String keep) {
    this.keep = keep;
  }

  private static String id(OnDrift value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public StepExecution start(StepContext context) throws AbortException {
    Require.sound(
        "bootstrapSdk",
        () -> {
          Require.text("config", config);
          Require.oneOf("onDrift", onDrift, ON_DRIFT);
          Require.oneOf("keep", keep, PlanArguments.KEEP);
          check();
        });
    return new Execution(context, new PlanArguments(this));
  }

  private static final class Execution extends RerunExecution {

    private static final long serialVersionUID = 1L;

    private final PlanArguments arguments;

    Execution(StepContext context, PlanArguments arguments) {
      super(context);
      this.arguments = arguments;
    }

    @Override
    Object work(FilePath workspace, TaskListener listener) throws Exception {
      Run<?, ?> run = getContext().get(Run.class);
      String flowNode = getContext().get(FlowNode.class).getId();
      return new BuildPlanning(run, flowNode, workspace, listener).plan(arguments);
    }
  }

  /** Makes the step known as {@code sdkBootstrapPlan}. */
  @Extension
  public static final class DescriptorImpl extends InternalStepDescriptor implements StepForm {

    /** With what the step needs. */
    public DescriptorImpl() {
      super(
          "sdkBootstrapPlan",
          Run.class,
          FlowExecution.class,
          FlowNode.class,
          FilePath.class,
          TaskListener.class);
    }

    /** The choices of the form. */
    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillOnDriftItems(@AncestorInPath Item item) {
      FormChecks.requireReader(item);
      return Choices.of(ON_DRIFT);
    }

    /** The choices of the form. */
    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillKeepItems(@AncestorInPath Item item) {
      FormChecks.requireReader(item);
      return Choices.of(PlanArguments.KEEP);
    }

    @Override
    public Step newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
      Require.lists(formData, "reuseFrom");
      if (formData.optString("fromStage").isBlank()) {
        formData.element("fromStage", 0);
      }
      return super.newInstance(req, formData);
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
      Object config = namedArgs.get("config");
      return config == null ? ArchiveStageRootStep.DEFAULT_CONFIG : config.toString();
    }
  }
}
