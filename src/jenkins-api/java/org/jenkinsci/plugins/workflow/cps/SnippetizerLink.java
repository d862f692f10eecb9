package org.jenkinsci.plugins.workflow.cps;

import hudson.ExtensionPoint;

public abstract class SnippetizerLink implements ExtensionPoint {
  public abstract String getUrl();

  public abstract String getDisplayName();
}
