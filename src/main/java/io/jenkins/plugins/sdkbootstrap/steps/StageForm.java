package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The form of a step about a stage in a root: also the fields {@code stage} and {@code version}.
 */
@Restricted(NoExternalUse.class)
public interface StageForm extends RootForm {

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
        () -> Require.version(Util.fixEmptyAndTrim(value)), Messages.StageForm_NoVersion());
  }
}
