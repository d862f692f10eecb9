package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Sent;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.Authentication;

/** One run of one of the plugin's steps in a build. */
final class StepRun extends StepContext {

  private static final int MOST_MINUTES = 5;
  private static final AtomicInteger NODES = new AtomicInteger();

  private final transient Map<Class<?>, Object> context = new HashMap<>();
  private final transient CompletableFuture<Object> result = new CompletableFuture<>();

  private StepRun(PipelineBuild build, Agent agent) {
    // No lambda: that would be something else once it is sent.
    TaskListener listener =
        new TaskListener() {
          @Override
          public PrintStream getLogger() {
            return build.logger();
          }
        };
    String id = Integer.toString(NODES.incrementAndGet());
    if (agent != null) {
      context.put(FilePath.class, new FilePath(null, agent.workspace().toString()));
    }
    context.put(Run.class, build);
    context.put(TaskListener.class, listener);
    context.put(Launcher.class, new Launcher() {});
    context.put(
        FlowExecution.class,
        new FlowExecution() {
          @Override
          public FlowExecutionOwner getOwner() {
            return null;
          }

          @Override
          public Authentication getAuthentication2() {
            return null;
          }

          @Override
          public List<FlowNode> getCurrentHeads() {
            return List.of();
          }

          @Override
          public FlowNode getNode(String id) {
            return null;
          }
        });
    context.put(
        FlowNode.class,
        new FlowNode() {
          @Override
          public String getId() {
            return id;
          }

          @Override
          public List<FlowNode> getParents() {
            return List.of();
          }

          @Override
          public String getDisplayName() {
            return id;
          }
        });
  }

  /** Runs a step to its end; what it returns. */
  static Object of(PipelineBuild build, Agent agent, StepCall call) throws Exception {
    Step step = BoundStep.of(call.name(), call.named());
    if (step == null) {
      throw new NoSuchMethodError("No such DSL method '" + call.name() + "'");
    }
    StepRun run = new StepRun(build, agent);
    StepExecution execution = step.start(run);
    execution.start();
    try {
      return Sent.copy(run.result.get(MOST_MINUTES, TimeUnit.MINUTES));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public <T> T get(Class<T> key) {
    if (key == FilePath.class && !context.containsKey(key)) {
      throw new IllegalStateException("a step outside of a node asks for a workspace");
    }
    return key.cast(context.get(key));
  }

  @Override
  public void onSuccess(Object value) {
    result.complete(value);
  }

  @Override
  public void onFailure(Throwable t) {
    result.completeExceptionally(t);
  }
}
