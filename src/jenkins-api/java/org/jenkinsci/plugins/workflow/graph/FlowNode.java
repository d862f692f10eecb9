package org.jenkinsci.plugins.workflow.graph;

import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;

public abstract class FlowNode extends hudson.model.Actionable {
  public native String getId();

  public native List<FlowNode> getParents();

  public final native ErrorAction getError();

  public native List<? extends BlockStartNode> getEnclosingBlocks();

  public native String getUrl() throws IOException;
}
