package io.jenkins.plugins.sdkbootstrap.settings;

import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What the checks of forms have in common. */
@Restricted(NoExternalUse.class)
public final class FormChecks {

  private FormChecks() {}

  /**
   * Lets only those ask who may see the form: the configuration of a job, or the Snippet Generator.
   *
   * @param item in which the form is shown; null for none, where everyone who sees Jenkins may
   */
  public static void requireReader(Item item) {
    if (item == null) {
      Jenkins.get().checkPermission(Jenkins.READ);
    } else {
      item.checkPermission(Item.EXTENDED_READ);
    }
  }

  /**
   * An error where a check throws {@link IllegalArgumentException}.
   *
   * @param message what the form says then
   */
  public static FormValidation of(Runnable check, String message) {
    try {
      check.run();
      return FormValidation.ok();
    } catch (IllegalArgumentException e) {
      return FormValidation.error(message);
    }
  }

  /**
   * Has a form that is submitted fail by what its check says of a field.
   *
   * @throws Descriptor.FormException that names the field, where that is an error
   */
  public static void require(String field, FormValidation check) throws Descriptor.FormException {
    if (check.kind == FormValidation.Kind.ERROR) {
      throw new Descriptor.FormException(check.getMessage(), field);
    }
  }
}
