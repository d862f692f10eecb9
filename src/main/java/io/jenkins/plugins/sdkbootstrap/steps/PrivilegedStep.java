package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that needs a right over files of a root. */
public abstract class PrivilegedStep extends Step {

  private String privilege;

  /** How the right is got; null for what sdk.yaml says, then for what is configured. */
  public String getPrivilege() {
    return privilege;
  }

  @DataBoundSetter
  public void setPrivilege(String privilege) {
    this.privilege = Util.fixEmptyAndTrim(privilege);
  }

  /**
   * Checks what is set.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  void check() {
    Require.privilege(privilege);
  }
}
