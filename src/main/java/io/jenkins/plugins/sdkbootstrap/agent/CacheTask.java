package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Takes an artifact into an agent's cache.
 *
 * @param tarball the artifact
 * @param settings what the agent goes by
 * @param listener the step's log
 * @param pages where progress is sent, as {@link SentProgress} does; null for nowhere
 */
@Restricted(NoExternalUse.class)
public record CacheTask(
    Tarball tarball, AgentSettings settings, TaskListener listener, OutputStream pages)
    implements ControllerToAgentFileCallable<Void> {

  @Override
  public Void invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    try (LogProgress progress = new LogProgress(listener, pages)) {
      tarball.file(workspace.toPath(), settings, progress);
      return null;
    }
  }

  /**
   * Asks whether the cache has something.
   *
   * @param digest of the content
   * @param settings what the agent goes by
   */
  public record Lookup(Digest digest, AgentSettings settings)
      implements ControllerToAgentFileCallable<Boolean> {
    @Override
    public Boolean invoke(File workspace, VirtualChannel channel) throws IOException {
      return settings.cache().find(digest).isPresent();
    }
  }

  /**
   * Removes something from the cache if its content is another by now; tells whether it was.
   *
   * @param digest what its content should have
   * @param settings what the agent goes by
   */
  public record Cleansing(Digest digest, AgentSettings settings)
      implements ControllerToAgentFileCallable<Boolean> {
    @Override
    public Boolean invoke(File workspace, VirtualChannel channel)
        throws IOException, InterruptedException {
      return settings.cache().dropIfDamaged(digest);
    }
  }
}
