package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.model.TaskListener;
import hudson.remoting.Pipe;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Http;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Takes an artifact into an agent's cache and verifies its digest on the way.
 *
 * @param name of the artifact, for people
 * @param url where the agent can fetch it itself; null for none
 * @param pipe through which the controller sends its content; null where there is a URL or a stream
 * @param stream its content, for an agent that is the controller itself
 * @param size in bytes
 * @param expected the digest it should have, or null
 * @param settings what the agent goes by
 * @param listener the step's log
 * @param pages where progress is sent, as {@link SentProgress} does; null for nowhere
 */
@Restricted(NoExternalUse.class)
public record CacheTask(
    String name,
    URL url,
    Pipe pipe,
    InputStream stream,
    long size,
    Digest expected,
    AgentSettings settings,
    TaskListener listener,
    OutputStream pages)
    implements ControllerToAgentFileCallable<Digest> {

  /** The digest it has; the cache has it then, unless it is another than the expected one. */
  @Override
  public Digest invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    // Closed also where this fails before it reads: the controller sends already.
    try (InputStream sent = pipe == null ? stream : pipe.getIn();
        TempDirectory folder = settings.cache().newFolder()) {
      Path file = folder.path().resolve("tarball");
      Digest actual = url == null ? copy(sent, file) : fetch(file);
      if (expected == null || actual.equals(expected)) {
        settings.cache().adopt(file, actual);
      }
      return actual;
    }
  }

  private Digest fetch(Path file) throws IOException, InterruptedException {
    try (Http.Answer answer = settings.http().get(name, URI.create(url.toString()), null)) {
      return copy(answer.requireOk().body(), file);
    }
  }

  private Digest copy(InputStream in, Path file) throws IOException, InterruptedException {
    MessageDigest computation = expected == null ? Digest.newSha256() : expected.newComputation();
    try (LogProgress progress = new LogProgress(listener, pages)) {
      progress.started("fetch " + name, size);
      Digest digest = FileDigest.copy(in, file, computation, progress);
      progress.finished();
      if (Files.size(file) != size) {
        throw new IOException(
            name + " ended after " + Files.size(file) + " bytes, it should have " + size);
      }
      return digest;
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
