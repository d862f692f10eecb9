package org.jenkinsci.plugins.workflow.cps;

import hudson.model.RootAction;

public class Snippetizer implements RootAction {
  public static native String object2Groovy(Object o, boolean nestedExp)
      throws UnsupportedOperationException;

  @Override
  public native String getIconFileName();

  @Override
  public native String getDisplayName();

  @Override
  public native String getUrlName();
}
