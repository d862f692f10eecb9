package org.jenkinsci.plugins.workflow.cps;

public abstract class GlobalVariable implements hudson.ExtensionPoint {
  public abstract String getName();

  public abstract Object getValue(CpsScript script) throws Exception;
}
