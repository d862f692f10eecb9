package org.jenkinsci.plugins.workflow.flow;

import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The builds of all jobs that have not ended. */
public final class FlowExecutionList implements Iterable<FlowExecution> {

  public static FlowExecutionList get() {
    return new FlowExecutionList();
  }

  @Override
  public Iterator<FlowExecution> iterator() {
    return Jenkins.get()
        .items()
        .filter(Job.class::isInstance)
        .flatMap(item -> builds((Job<?, ?>) item))
        .filter(Run::isBuilding)
        .<FlowExecution>map(Execution::new)
        .iterator();
  }

  private static Stream<? extends Run<?, ?>> builds(Job<?, ?> job) {
    return job.builds();
  }

  private static final class Execution extends FlowExecution {
    private final Run<?, ?> build;

    Execution(Run<?, ?> build) {
      this.build = build;
    }

    @Override
    public FlowExecutionOwner getOwner() {
      return new FlowExecutionOwner() {
        private static final long serialVersionUID = 1L;

        @Override
        public Queue.Executable getExecutable() {
          return (Queue.Executable) build;
        }
      };
    }

    @Override
    public List<FlowNode> getCurrentHeads() {
      return List.of();
    }

    @Override
    public FlowNode getNode(String id) {
      return null;
    }
  }
}
