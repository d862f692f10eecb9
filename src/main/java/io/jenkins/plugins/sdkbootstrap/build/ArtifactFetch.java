package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.FilePath.FileCallable;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Future;
import hudson.remoting.Pipe;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.agent.CacheTask;
import io.jenkins.plugins.sdkbootstrap.agent.DamagedArtifactException;
import io.jenkins.plugins.sdkbootstrap.agent.SendTask;
import io.jenkins.plugins.sdkbootstrap.agent.Tarball;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
   * Finds an artifact of a build.
   *
   * @param build whose artifact it is
   * @param given the digest it must have; null for the one that the build keeps, if it does
   * @throws AbortException if the build does not have it
   */
  public Artifact find(Run<?, ?> build, String name, Digest given)
      throws IOException, InterruptedException {
    if (build.getParent() == run.getParent()) {
      SdkBuildAction.of(run).putSeedBuild(build.getNumber());
    }
    Digest expected = given == null ? onRecord(build, name) : given;
    if (expected != null && workspace.act(new CacheTask.Lookup(expected, settings))) {
      listener.getLogger().println("the agent already has " + name);
      return new Artifact(null, null, expected);
    }
    VirtualFile file = build.getArtifactManager().root().child(name);
    if (!file.isFile()) {
      throw new AbortException(
          "build " + build.getFullDisplayName() + " has no artifact " + name + ", or no longer");
    }
    return new Artifact(file, name + " of build " + build.getFullDisplayName(), expected);
  }

  /**
   * Gets an artifact into the agent's cache.
   *
   * @throws DamagedArtifactException if it has another digest or cannot be read
   */
  public void fetch(Run<?, ?> build, String name, Digest given)
      throws IOException, InterruptedException {
    Artifact artifact = find(build, name, given);
    if (artifact.file != null) {
      artifact.act(tarball -> new CacheTask(tarball, settings, listener, pages));
    }
  }

  /** An artifact, for one task of the agent. */
  public final class Artifact {

    private final VirtualFile file;
    private final String name;
    private final Digest expected;

    private Artifact(VirtualFile file, String name, Digest expected) {
      this.file = file;
      this.name = name;
      this.expected = expected;
    }

    /** The digest that it must have. */
    public Optional<Digest> expected() {
      return Optional.ofNullable(expected);
    }

    /**
     * Has the agent do something with it, which has it in its cache or is sent it meanwhile.
     *
     * @param task is given the tarball as the agent knows it
     */
    public <T> T act(Function<Tarball, FileCallable<T>> task)
        throws IOException, InterruptedException {
      if (file == null) {
        return workspace.act(task.apply(new Tarball.Cached(expected)));
      }
      URL url = file.toExternalURL();
      if (url != null) {
        return workspace.act(task.apply(sent(url, null, null)));
      }
      try (InputStream in = open(file, name)) {
        if (!workspace.isRemote()) {
          return workspace.act(task.apply(sent(null, null, in)));
        }
        Pipe pipe = Pipe.createLocalToRemote();
        return push(in, name, pipe, task.apply(sent(null, pipe, null)));
      }
    }

    private Tarball.Sent sent(URL url, Pipe pipe, InputStream stream) throws IOException {
      return new Tarball.Sent(name, url, pipe, stream, file.length(), expected);
    }
  }

  /**
   * A stream that the agent reads would wait for an answer of the controller at each piece.
   *
   * <p>The agent may fail and take no more: it is its answer that is waited for.
   */
  private <T> T push(InputStream in, String name, Pipe pipe, FileCallable<T> task)
      throws IOException, InterruptedException {
    AtomicReference<IOException> unreadable = new AtomicReference<>();
    Future<T> received = workspace.actAsync(task);
    java.util.concurrent.Future<?> sending =
        Computer.threadPoolForRemoting.submit(
            () -> {
              send(in, pipe, unreadable);
              return null;
            });
    try {
      return received.get();
    } catch (ExecutionException e) {
      if (unreadable.get() != null) {
        throw unreadable(name, unreadable.get());
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      received.cancel(true);
      sending.cancel(true);
    }
  }

  private static void send(InputStream in, Pipe pipe, AtomicReference<IOException> unreadable)
      throws IOException {
    byte[] piece = new byte[SendTask.PIECE];
    while (true) {
      int n;
      try {
        n = in.readNBytes(piece, 0, piece.length);
      } catch (IOException e) {
        unreadable.set(e);
        pipe.error(e);
        return;
      }
      if (n == 0) {
        pipe.getOut().close();
        return;
      }
      pipe.getOut().write(piece, 0, n);
    }
  }

  private static InputStream open(VirtualFile file, String where) throws IOException {
    try {
      return file.open();
    } catch (IOException e) {
      throw unreadable(where, e);
    }
  }

  private static DamagedArtifactException unreadable(String where, IOException e) {
    return new DamagedArtifactException(where + " cannot be read: " + e.getMessage(), e);
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
