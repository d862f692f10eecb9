package org.jenkinsci.plugins.workflow.graph;

import java.io.IOException;

public abstract class FlowNode extends hudson.model.Actionable {
  public native String getId();

  public native String getUrl() throws IOException;
}
