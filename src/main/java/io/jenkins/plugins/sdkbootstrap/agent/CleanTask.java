package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.remoting.VirtualChannel;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Removes from an agent what a stage no longer needs there.
 *
 * @param folder of the files that were made of the root, absolute; need not be there
 * @param root absolute or from the workspace; need not be there
 * @param remove whether the root is removed, too
 * @param settings what the agent goes by
 */
@Restricted(NoExternalUse.class)
public record CleanTask(String folder, String root, boolean remove, AgentSettings settings)
    implements ControllerToAgentFileCallable<Void> {

  @Override
  @SuppressWarnings("try") // the place is only held
  public Void invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    RootPlace place = RootPlace.of(workspace.toPath(), root);
    try (Closeable held = RootPlace.hold(place.path())) {
      new TempDirectory(Path.of(folder)).close();
      if (remove && place.isTaken()) {
        place.requireNoFile(); // before the privilege is tried, for which it must be a directory
        place.clear(settings.requirePrivilege(place.path()));
      }
    }
    return null;
  }
}
