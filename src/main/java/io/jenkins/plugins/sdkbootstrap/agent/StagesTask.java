package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.remoting.VirtualChannel;
import hudson.util.ProcessTree;
import java.io.File;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Ends stages that run on the agent, and finds those that run there.
 *
 * @param ended the builds whose stages are ended first
 */
@Restricted(NoExternalUse.class)
public record StagesTask(Set<String> ended) implements ControllerToAgentFileCallable<Set<String>> {

  /** In the environment of the processes that hold a stage, which is another one: its build. */
  public static final String BUILD = "SDK_BOOTSTRAP_BUILD";

  /** Returns the builds whose stages run. */
  @Override
  public Set<String> invoke(File anywhere, VirtualChannel channel) throws InterruptedException {
    for (String build : ended) {
      ProcessTree.get().killAll(Map.of(BUILD, build));
    }
    Set<String> running = new HashSet<>();
    for (ProcessTree.OSProcess process : ProcessTree.get()) {
      String build = process.getEnvironmentVariables().get(BUILD);
      if (build != null) {
        running.add(build);
      }
    }
    return running;
  }
}
