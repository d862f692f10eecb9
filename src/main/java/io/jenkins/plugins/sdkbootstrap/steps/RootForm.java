package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.settings.Choices;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a step about a root: the fields {@code root} and {@code privilege}. */
@Restricted(NoExternalUse.class)
public interface RootForm {

  /** Checks the root while it is typed. */
  @POST
  default FormValidation doCheckRoot(@AncestorInPath Item item, @QueryParameter String value) {
    FormChecks.requireReader(item);
    return FormValidation.validateRequired(value);
  }

  /** The choices of the form. */
  @POST
  default ListBoxModel doFillPrivilegeItems(@AncestorInPath Item item) {
    FormChecks.requireReader(item);
    return Choices.orDefault(Choices.privileges());
  }
}
