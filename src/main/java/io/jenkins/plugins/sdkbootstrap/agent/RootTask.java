package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Tells the absolute path of a root on an agent.
 *
 * @param root absolute or from the workspace
 */
@Restricted(NoExternalUse.class)
public record RootTask(String root) implements ControllerToAgentFileCallable<String> {

  @Override
  public String invoke(File workspace, VirtualChannel channel) {
    return workspace.toPath().resolve(root).toAbsolutePath().normalize().toString();
  }
}
