package org.jenkinsci.plugins.workflow.flow;

import hudson.model.Queue;
import java.io.IOException;
import java.io.Serializable;

public abstract class FlowExecutionOwner implements Serializable {
  public native FlowExecution getOrNull();

  public abstract Queue.Executable getExecutable() throws IOException;

  public interface Executable {
    FlowExecutionOwner asFlowExecutionOwner();
  }
}
