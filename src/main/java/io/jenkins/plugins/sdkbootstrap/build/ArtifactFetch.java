package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.RemoteInputStream;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.agent.CacheTask;
import io.jenkins.plugins.sdkbootstrap.agent.Tarball;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import jenkins.util.VirtualFile;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Gets artifacts of builds into an agent's cache. */
@Restricted(NoExternalUse.class)
public final class ArtifactFetch {

  private final Run<?, ?> run;
  private final FilePath workspace;
  private final TaskListener listener;
  private final AgentSettings settings;
  private final OutputStream pages;

  /**
   * Fetches for a build.
   *
   * @param workspace on the agent
   * @param pages where the agent sends its progress; null for nowhere
   */
  public ArtifactFetch(
      Run<?, ?> run,
      FilePath workspace,
      TaskListener listener,
      AgentSettings settings,
      OutputStream pages) {
    this.run = run;
    this.workspace = workspace;
    this.listener = listener;
    this.settings = settings;
    this.pages = pages;
  }

  /**
   * Fetches an artifact, unless the agent has it.
   *
   * @param build whose artifact it is
   * @param given the digest it must have; null for the one that the build keeps, if it does
   * @throws DamagedArtifactException if it has another digest or cannot be read
   */
  public Tarball fetch(Run<?, ?> build, String name, Digest given)
      throws IOException, InterruptedException {
    if (build.getParent() == run.getParent()) {
      SdkBuildAction.of(run).putSeedBuild(build.getNumber());
    }
    Digest expected = given == null ? onRecord(build, name) : given;
    if (expected != null && workspace.act(new CacheTask.Lookup(expected, settings))) {
      listener.getLogger().println("the agent already has " + name);
      return new Tarball.Cached(expected);
    }
    String where = name + " of build " + build.getFullDisplayName();
    VirtualFile file = build.getArtifactManager().root().child(name);
    if (!file.isFile()) {
      throw new AbortException(
          "build " + build.getFullDisplayName() + " has no artifact " + name + ", or no longer");
    }
    Digest actual = send(file, name, where, expected);
    if (expected != null && !actual.equals(expected)) {
      throw new DamagedArtifactException(
          where + " has " + actual + ", not the expected " + expected, null);
    }
    return new Tarball.Cached(actual);
  }

  private Digest send(VirtualFile file, String name, String where, Digest expected)
      throws IOException, InterruptedException {
    URL url = file.toExternalURL();
    long size = file.length();
    if (url != null) {
      return workspace.act(
          new CacheTask(name, url, null, size, expected, settings, listener, pages));
    }
    try (InputStream in = open(file, where)) {
      // A greedy stream would be sent in pieces of 8 KiB.
      RemoteInputStream stream = new RemoteInputStream(in, RemoteInputStream.Flag.NOT_GREEDY);
      return workspace.act(
          new CacheTask(name, null, stream, size, expected, settings, listener, pages));
    }
  }

  private static InputStream open(VirtualFile file, String where) throws IOException {
    try {
      return file.open();
    } catch (IOException e) {
      throw new DamagedArtifactException(where + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Digest onRecord(Run<?, ?> build, String name) {
    return SdkBuildAction.find(build).stream()
        .flatMap(action -> action.getStages().stream())
        .filter(s -> s.getState() == StageEntry.State.BUILT && s.getTarball().equals(name))
        .findFirst()
        .map(s -> Digest.parse(s.getSha256()))
        .orElse(null);
  }
}
