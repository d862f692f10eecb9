package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.settings.Choices;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import io.jenkins.plugins.sdkbootstrap.settings.SigningCredential;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The checks and choices of fields that the forms of several steps have. */
@Restricted(NoExternalUse.class)
public interface StepForm {

  /** Checks the root while it is typed. */
  @POST
  default FormValidation doCheckRoot(@AncestorInPath Item item, @QueryParameter String value) {
    FormChecks.requireReader(item);
    return FormValidation.validateRequired(value);
  }

  /** Checks the number while it is typed. */
  @POST
  default FormValidation doCheckStage(@AncestorInPath Item item, @QueryParameter String value) {
    FormChecks.requireReader(item);
    return FormValidation.validatePositiveInteger(value);
  }

  /** Checks the version while it is typed. */
  @POST
  default FormValidation doCheckVersion(@AncestorInPath Item item, @QueryParameter String value) {
    FormChecks.requireReader(item);
    return FormChecks.of(
        () -> Require.version(Util.fixEmptyAndTrim(value)), Messages.StepForm_NoVersion());
  }

  /** The choices of the form. */
  @POST
  default ListBoxModel doFillPrivilegeItems(@AncestorInPath Item item) {
    FormChecks.requireReader(item);
    return Choices.orDefault(Choices.privileges());
  }

  /** The choices of the form. */
  @POST
  default ListBoxModel doFillCompressionItems(@AncestorInPath Item item) {
    FormChecks.requireReader(item);
    return Choices.orDefault(Choices.compressions());
  }

  /** The choices of the form. */
  @POST
  default ListBoxModel doFillSigningKeyItems(
      @AncestorInPath Item item, @QueryParameter String signingKey) {
    FormChecks.requireReader(item);
    return SigningCredential.choices(item, signingKey);
  }
}
