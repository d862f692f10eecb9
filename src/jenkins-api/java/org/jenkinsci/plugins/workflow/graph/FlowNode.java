package org.jenkinsci.plugins.workflow.graph;

public abstract class FlowNode extends hudson.model.Actionable {
  public native String getId();
}
