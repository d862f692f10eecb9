package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.io.AtExit;
import java.io.File;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks an agent whether it stays: one that was told to stop answers until it has cleaned up.
 *
 * @param millis how long the agent waits with its answer: whoever stops a service may stop the
 *     tools that run there first
 */
@Restricted(NoExternalUse.class)
public record StaysTask(long millis) implements ControllerToAgentFileCallable<Boolean> {

  @Override
  public Boolean invoke(File workspace, VirtualChannel channel) throws InterruptedException {
    Thread.sleep(millis);
    return !AtExit.isNow();
  }
}
