package org.jenkinsci.plugins.workflow.cps;

public abstract class GroovySourceFileAllowlist implements hudson.ExtensionPoint {
  public abstract boolean isAllowed(String groovySourceFileUrl);
}
