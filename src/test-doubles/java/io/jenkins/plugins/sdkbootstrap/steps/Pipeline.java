package io.jenkins.plugins.sdkbootstrap.steps;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.Next;
import com.cloudbees.groovy.cps.ObjectInputStreamWithLoader;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.cloudbees.groovy.cps.impl.SourceLocation;
import groovy.lang.Closure;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import groovy.lang.Script;
import hudson.AbortException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;

/**
 * Runs Pipelines by the engine that Jenkins runs them by. As Jenkins is killed before and after
 * every step, so to say: all there is of the program is written out and read back.
 */
final class Pipeline {

  private final List<Agent> agents;
  private final Map<String, Object> variables = new LinkedHashMap<>();
  private final Map<String, Other> others = new LinkedHashMap<>();
  private int nextAgent;

  /** A step of another plugin. */
  interface Other {
    Object run(PipelineBuild build, Agent agent, StepCall call) throws Exception;
  }

  Pipeline(Agent... agents) {
    this.agents = List.of(agents);
    others.put(
        "echo",
        (build, agent, call) -> {
          build.logger().println(call.argument());
          return null;
        });
    others.put(
        "error",
        (build, agent, call) -> {
          throw new AbortException(call.argument().toString());
        });
    others.put(
        "openStage",
        (build, agent, call) -> {
          build.stages().add((String) call.argument());
          return null;
        });
  }

  /** Gives a variable to Pipelines. */
  Pipeline with(String name, Object value) {
    variables.put(name, value);
    return this;
  }

  /** Gives a step to Pipelines. */
  Pipeline withStep(String name, Other step) {
    others.put(name, step);
    return this;
  }

  /** One of the program's threads: the script, or a branch. */
  private static final class Branch implements Serializable {
    private final Continuable continuable;
    private final Branch parent;
    private final String name;
    private final ArrayDeque<Integer> nodes = new ArrayDeque<>();
    private final Map<String, Object> results = new LinkedHashMap<>();
    private int running;
    private Throwable failure;
    private Outcome next = new Outcome(null, null);

    Branch(Continuable continuable, Branch parent, String name) {
      this.continuable = continuable;
      this.parent = parent;
      this.name = name;
      if (parent != null) {
        nodes.addAll(parent.nodes);
      }
    }
  }

  /** All there is of a program. */
  private static final class Program implements Serializable {
    private final ArrayDeque<Branch> branches = new ArrayDeque<>();
  }

  /** Runs a script; what its last expression is. */
  Object run(PipelineBuild build, String text) throws Exception {
    GroovyClassLoader loader = loader();
    Class<?> type = loader.parseClass(new GroovyCodeSource(text, "Jenkinsfile", "/"));
    Script script = (Script) type.getConstructor().newInstance();
    variables.forEach(script.getBinding()::setVariable);
    Program program = new Program();
    program.branches.add(new Branch(new Continuable(script), null, null));
    while (true) {
      program = restarted(program, loader);
      Branch branch = program.branches.remove();
      Outcome outcome = branch.continuable.run0(branch.next, Continuable.categories);
      if (branch.continuable.isResumable()) {
        program.branches.add(branch);
        StepCall call = (StepCall) outcome.getNormal();
        program = restarted(program, loader);
        step(build, program, program.branches.getLast(), call);
      } else if (branch.parent == null) {
        try {
          return outcome.wrapReplay();
        } catch (InvocationTargetException e) {
          throw e.getCause() instanceof Exception cause ? cause : e;
        }
      } else {
        join(program, branch, outcome);
      }
    }
  }

  private static GroovyClassLoader loader() throws IOException {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.addCompilationCustomizers(new CpsTransformer());
    configuration.setScriptBaseClass(Pipeline.class.getPackageName() + ".PipelineSteps");
    return new GroovyClassLoader(Pipeline.class.getClassLoader(), configuration);
  }

  private static Program restarted(Program program, ClassLoader loader) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(program);
    }
    try (ObjectInputStream in =
        new ObjectInputStreamWithLoader(new ByteArrayInputStream(bytes.toByteArray()), loader)) {
      return (Program) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  private void step(PipelineBuild build, Program program, Branch branch, StepCall call) {
    try {
      switch (call.name()) {
        case "enterNode" -> branch.nodes.push(node((String) call.argument()));
        case "leaveNode" -> branch.nodes.pop();
        case "parallel" -> {
          fork(program, branch, call.named());
          return;
        }
        default -> {
          Agent agent = branch.nodes.isEmpty() ? null : agents.get(branch.nodes.peek());
          branch.next = new Outcome(leaf(build, agent, call), null);
          return;
        }
      }
      branch.next = new Outcome(null, null);
    } catch (Throwable e) {
      branch.next = new Outcome(null, e);
    }
  }

  /** Agents in turn, so that a build sees all of them. */
  private int node(String label) {
    for (int n = 0; n < agents.size(); n++) {
      int candidate = (nextAgent + n) % agents.size();
      if (label.isEmpty() || agents.get(candidate).getNodeName().startsWith(label)) {
        nextAgent = candidate + 1;
        return candidate;
      }
    }
    throw new IllegalArgumentException("no agent is " + label);
  }

  private Object leaf(PipelineBuild build, Agent agent, StepCall call) throws Exception {
    Other other = others.get(call.name());
    if (other != null) {
      return other.run(build, agent, call);
    }
    return StepRun.of(build, agent, call);
  }

  private void fork(Program program, Branch parent, Map<String, Object> closures) {
    program.branches.remove(parent);
    parent.running = closures.size();
    closures.forEach(
        (name, closure) -> {
          Branch branch = new Branch(new Continuable(first((Closure<?>) closure)), parent, name);
          program.branches.add(branch);
        });
  }

  private static Next first(Closure<?> closure) {
    try {
      closure.call();
      throw new IllegalArgumentException("a closure that is not of a Pipeline");
    } catch (CpsCallableInvocation e) {
      return e.invoke(Envs.empty(), SourceLocation.UNKNOWN, Continuation.HALT);
    }
  }

  private static void join(Program program, Branch branch, Outcome outcome) {
    Branch parent = branch.parent;
    parent.running--;
    if (outcome.isFailure()) {
      parent.failure = outcome.getAbnormal();
    } else {
      parent.results.put(branch.name, outcome.getNormal());
    }
    if (parent.running == 0) {
      parent.next =
          parent.failure == null
              ? new Outcome(new LinkedHashMap<>(parent.results), null)
              : new Outcome(null, parent.failure);
      program.branches.add(parent);
    }
  }
}
