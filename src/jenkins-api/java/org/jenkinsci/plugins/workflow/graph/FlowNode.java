package org.jenkinsci.plugins.workflow.graph;

import java.io.IOException;
import java.util.List;

public abstract class FlowNode extends hudson.model.Actionable {
  public native String getId();

  public native List<FlowNode> getParents();

  public native String getUrl() throws IOException;
}
