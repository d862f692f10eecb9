package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.remoting.VirtualChannel;
import hudson.util.ProcessTree;
import java.io.File;
import java.util.Map;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Ends the stages of a build that still run on the agent.
 *
 * @param build as {@link #BUILD} names it
 */
@Restricted(NoExternalUse.class)
public record EndStagesTask(String build) implements ControllerToAgentFileCallable<Boolean> {

  /** The variable of the processes that hold a stage; the stage itself has other ones. */
  public static final String BUILD = "SDK_BOOTSTRAP_BUILD";

  /** Returns whether there were any. */
  @Override
  public Boolean invoke(File anywhere, VirtualChannel channel) throws InterruptedException {
    ProcessTree processes = ProcessTree.get();
    for (ProcessTree.OSProcess process : processes) {
      if (build.equals(process.getEnvironmentVariables().get(BUILD))) {
        processes.killAll(Map.of(BUILD, build));
        return true;
      }
    }
    return false;
  }
}
