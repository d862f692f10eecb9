package org.jenkinsci.plugins.workflow.flow;

import java.io.Serializable;

public abstract class FlowExecutionOwner implements Serializable {
  public native FlowExecution getOrNull();

  public interface Executable {
    FlowExecutionOwner asFlowExecutionOwner();
  }
}
