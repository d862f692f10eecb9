package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Unpacks a seed into a root on the agent. The seed is a file of the agent, something of the
 * network with its digest, or an artifact of a build.
 */
public final class UnpackSeedStep extends PrivilegedStep {

  private final String seed;
  private final String root;
  private String digest;
  private String fromJob;
  private String fromBuild;
  private boolean strict;

  /**
   * A step with what it cannot do without.
   *
   * @param seed a path, absolute or from the current directory; {@code https://...}; the name of an
   *     artifact; or {@code previous}
   * @param root the directory to be made, absolute or from the current directory
   */
  @DataBoundConstructor
  public UnpackSeedStep(String seed, String root) {
    this.seed = Util.fixEmptyAndTrim(seed);
    this.root = Util.fixEmptyAndTrim(root);
  }

  /** The seed. */
  public String getSeed() {
    return seed;
  }

  /** The root. */
  public String getRoot() {
    return root;
  }

  /**
   * What the seed must have: {@code sha256:HEX} or {@code sha512:HEX}; null where it is not known.
   */
  public String getDigest() {
    return digest;
  }

  @DataBoundSetter
  public void setDigest(String digest) {
    this.digest = Util.fixEmptyAndTrim(digest);
  }

  /** The job whose artifact the seed is; null for this one. */
  public String getFromJob() {
    return fromJob;
  }

  @DataBoundSetter
  public void setFromJob(String fromJob) {
    this.fromJob = Util.fixEmptyAndTrim(fromJob);
  }

  /** The build whose artifact the seed is: a number, lastSuccessful or lastCompleted. */
  public String getFromBuild() {
    return fromBuild;
  }

  @DataBoundSetter
  public void setFromBuild(String fromBuild) {
    this.fromBuild = Util.fixEmptyAndTrim(fromBuild);
  }

  /** Whether what cannot be made on the agent is an error rather than left out. */
  public boolean isStrict() {
    return strict;
  }

  /** Sets whether something may be left out. */
  @DataBoundSetter
  public void setStrict(boolean strict) {
    this.strict = strict;
  }

  @Override
  public StepExecution start(StepContext context) throws AbortException {
    Require.sound(
        DescriptorImpl.NAME,
        () -> {
          Require.text("seed", seed);
          Require.text("root", root);
          Require.digest(digest);
          check();
        });
    return new Execution(
        context, new SeedSource(seed, digest, fromJob, fromBuild), root, getPrivilege(), strict);
  }

  private static final class Execution extends RerunExecution {

    private static final long serialVersionUID = 1L;

    private final SeedSource seed;
    private final String root;
    private final String privilege;
    private final boolean strict;

    Execution(StepContext context, SeedSource seed, String root, String privilege, boolean strict) {
      super(context);
      this.seed = seed;
      this.root = root;
      this.privilege = privilege;
      this.strict = strict;
    }

    @Override
    Object work(FilePath workspace, TaskListener listener) throws Exception {
      return new SeedUnpacking(getContext().get(Run.class), workspace, listener)
          .unpack(seed, root, privilege, strict);
    }
  }

  /** Makes the step known as {@code unpackSeed}. */
  @Extension
  public static final class DescriptorImpl extends StepDescriptor implements StepForm {

    private static final String NAME = "unpackSeed";

    @Override
    public String getFunctionName() {
      return NAME;
    }

    @Override
    public String getDisplayName() {
      return Messages.UnpackSeedStep_DisplayName();
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(Run.class, FlowExecution.class, FilePath.class, TaskListener.class);
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
      return Messages.UnpackSeedStep_Arguments(namedArgs.get("seed"), namedArgs.get("root"));
    }

    /** Checks the seed while it is typed. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckSeed(
        @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String digest) {
      FormChecks.requireReader(item);
      return value.startsWith("https://") && digest.isBlank() && !value.contains("#sha")
          ? FormValidation.error(Messages.UnpackSeedStep_DigestMissing())
          : FormValidation.validateRequired(value);
    }

    /** Checks the digest while it is typed. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckDigest(@AncestorInPath Item item, @QueryParameter String value) {
      FormChecks.requireReader(item);
      return FormChecks.of(
          () -> Require.digest(Util.fixEmptyAndTrim(value)), Messages.UnpackSeedStep_NoDigest());
    }
  }
}
