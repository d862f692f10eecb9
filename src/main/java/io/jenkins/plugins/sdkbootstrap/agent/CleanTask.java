package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Removes from an agent what a stage no longer needs there.
 *
 * @param folder of the files that are artifacts now, absolute; null where there is none
 * @param root absolute or from the workspace; null to leave it
 * @param settings what the agent goes by
 */
@Restricted(NoExternalUse.class)
public record CleanTask(String folder, String root, AgentSettings settings)
    implements ControllerToAgentFileCallable<Void> {

  @Override
  public Void invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    if (folder != null) {
      new TempDirectory(Path.of(folder)).close();
    }
    if (root != null) {
      RootPlace place = RootPlace.of(workspace.toPath(), root);
      if (place.isTaken()) {
        place.clear(settings.requirePrivilege(place.path()));
      }
    }
    return null;
  }
}
