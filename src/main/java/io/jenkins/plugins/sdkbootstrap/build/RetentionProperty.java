package io.jenkins.plugins.sdkbootstrap.build;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.JobProperty;
import hudson.util.FormValidation;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import java.util.List;
import jenkins.model.OptionalJobProperty;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * How long a job's tarballs are kept, so that they do not fill the controller: those of stages not
 * as long as SDKs. The other files of a stage are small, and stay as long as the build.
 */
public final class RetentionProperty extends OptionalJobProperty<Job<?, ?>> {

  private final int stages;
  private final int sdks;

  /**
   * A rule.
   *
   * @param stages of how many builds the tarballs of all stages are kept; at least 1
   * @param sdks of how many builds the SDKs are kept; at least 1
   */
  @DataBoundConstructor
  public RetentionProperty(int stages, int sdks) {
    if (stages < 1 || sdks < 1) {
      throw new IllegalArgumentException(
          "stages " + stages + ", sdks " + sdks + ": keep those of one build at least");
    }
    this.stages = stages;
    this.sdks = sdks;
  }

  /** Of how many builds the tarballs of all stages are kept. */
  public int getStages() {
    return stages;
  }

  /** Of how many builds the SDKs are kept. */
  public int getSdks() {
    return sdks;
  }

  /** Makes the property known as {@code sdkRetention}. */
  @Extension
  @Symbol("sdkRetention")
  public static final class DescriptorImpl extends OptionalJobPropertyDescriptor {

    @Override
    public String getDisplayName() {
      return Messages.RetentionProperty_DisplayName();
    }

    /** Names the field that is wrong, where the property itself would only throw. */
    @Override
    public JobProperty<?> newInstance(StaplerRequest2 req, JSONObject formData)
        throws FormException {
      if (formData.optBoolean("specified")) {
        for (String field : List.of("stages", "sdks")) {
          FormChecks.require(
              field, FormValidation.validatePositiveInteger(formData.optString(field)));
        }
      }
      return super.newInstance(req, formData);
    }

    /** Checks the number while it is typed. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckStages(@AncestorInPath Item item, @QueryParameter String value) {
      FormChecks.requireReader(item);
      return FormValidation.validatePositiveInteger(value);
    }

    /** Checks the number while it is typed. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckSdks(@AncestorInPath Item item, @QueryParameter String value) {
      FormChecks.requireReader(item);
      return FormValidation.validatePositiveInteger(value);
    }
  }
}
