package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import hudson.remoting.Pipe;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.stage.SeedDownload;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Where on an agent, or from there, a tarball is. */
@Restricted(NoExternalUse.class)
public sealed interface Tarball extends Serializable {

  /** Its digest, where it must have a certain one. */
  Optional<Digest> expected();

  /** The tarball as a file of the agent; called there. */
  Path file(Path workspace, AgentSettings settings, Progress progress)
      throws IOException, InterruptedException;

  /**
   * A file of the agent.
   *
   * @param path absolute, or from the workspace
   * @param digest what it must have, or null
   */
  record Local(String path, Digest digest) implements Tarball {
    @Override
    public Optional<Digest> expected() {
      return Optional.ofNullable(digest);
    }

    @Override
    public Path file(Path workspace, AgentSettings settings, Progress progress) {
      return workspace.resolve(path);
    }
  }

  /**
   * Something of the network, fetched unless the agent has it.
   *
   * @param seed of the kind {@link SeedRef.Kind#URL}
   */
  record Remote(SeedRef seed) implements Tarball {
    @Override
    public Optional<Digest> expected() {
      return seed.digest();
    }

    @Override
    public Path file(Path workspace, AgentSettings settings, Progress progress)
        throws IOException, InterruptedException {
      Digest digest = seed.digest().orElseThrow();
      AgentCache cache = settings.cache();
      Optional<Path> kept = cache.find(digest);
      if (kept.isPresent()) {
        progress.note("the agent already has " + seed.location());
        return kept.get();
      }
      try (TempDirectory folder = cache.newFolder()) {
        return cache.adopt(
            new SeedDownload(settings.http()).fetch(seed, folder.path(), progress), digest);
      }
    }
  }

  /**
   * An artifact that the agent does not have yet.
   *
   * @param name what errors call it
   * @param url where the agent can fetch it itself; null for none
   * @param pipe through which the controller sends it; null where there is a URL or a stream
   * @param stream its content, for an agent that is the controller itself
   * @param size in bytes
   * @param digest what it must have, or null
   */
  record Sent(String name, URL url, Pipe pipe, InputStream stream, long size, Digest digest)
      implements Tarball {
    @Override
    public Optional<Digest> expected() {
      return Optional.ofNullable(digest);
    }

    @Override
    public Path file(Path workspace, AgentSettings settings, Progress progress)
        throws IOException, InterruptedException {
      progress.started("fetch " + name, size);
      try (Arrival arrival = new Arrival(this, settings, progress)) {
        Digest actual = arrival.digest();
        progress.finished();
        return arrival.keep(actual);
      }
    }
  }

  /**
   * What was put into the agent's cache just before.
   *
   * @param digest of the content
   */
  record Cached(Digest digest) implements Tarball {
    @Override
    public Optional<Digest> expected() {
      return Optional.of(digest);
    }

    @Override
    public Path file(Path workspace, AgentSettings settings, Progress progress) throws IOException {
      return settings
          .cache()
          .find(digest)
          .orElseThrow(
              () ->
                  new AbortException(
                      "the agent's cache removed "
                          + digest
                          + " at once; make the cache larger in the system configuration"));
    }
  }
}
