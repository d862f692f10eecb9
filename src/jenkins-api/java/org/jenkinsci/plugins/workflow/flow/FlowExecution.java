package org.jenkinsci.plugins.workflow.flow;

import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.springframework.security.core.Authentication;

public abstract class FlowExecution {
  public abstract FlowExecutionOwner getOwner();

  public native Authentication getAuthentication2();

  public abstract List<FlowNode> getCurrentHeads();

  public abstract FlowNode getNode(String id) throws IOException;
}
