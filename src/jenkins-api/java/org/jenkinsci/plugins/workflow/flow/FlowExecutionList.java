package org.jenkinsci.plugins.workflow.flow;

import java.util.Iterator;

public class FlowExecutionList implements Iterable<FlowExecution> {
  public static native FlowExecutionList get();

  @Override
  public native Iterator<FlowExecution> iterator();
}
