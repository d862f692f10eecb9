package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacked;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Unpacks a tarball on an agent, in the place of a root that may be there.
 *
 * @param tarball what
 * @param root where to: absolute, or from the workspace
 * @param settings what the agent goes by
 * @param strict whether what cannot be made there is an error rather than left out
 * @param listener the step's log
 * @param pages where progress is sent, as {@link SentProgress} does; null for nowhere
 */
@Restricted(NoExternalUse.class)
public record UnpackTask(
    Tarball tarball,
    String root,
    AgentSettings settings,
    boolean strict,
    TaskListener listener,
    OutputStream pages)
    implements ControllerToAgentFileCallable<UnpackTask.Result> {

  /**
   * What came of it.
   *
   * @param root the absolute path
   * @param sha256 digest of the tarball
   * @param entries how many entries were made
   * @param bytes bytes of all files' contents
   */
  public record Result(String root, Digest sha256, long entries, long bytes)
      implements Serializable {

    /** The longest path that Linux takes. */
    private static final int LONGEST_PATH = 4096;

    /**
     * Returns this where it can be what was asked for.
     *
     * @param expected the digest that the tarball must have, if it is known
     * @throws IOException with one line where it is not
     */
    public Result of(Optional<Digest> expected) throws IOException {
      if (root == null || !root.startsWith("/") || root.length() > LONGEST_PATH || sha256 == null) {
        throw new IOException("the agent sent neither a root's path nor a tarball's digest");
      }
      if (expected.isPresent()
          && expected.get().algorithm().equals(sha256.algorithm())
          && !expected.get().equals(sha256)) {
        throw new IOException(
            "the agent unpacked " + sha256 + ", and was asked to unpack " + expected.get());
      }
      return this;
    }
  }

  @Override
  @SuppressWarnings("try") // the place is only held
  public Result invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    RootPlace place = RootPlace.of(workspace.toPath(), root);
    try (Closeable held = RootPlace.hold(place.path());
        LogProgress progress = new LogProgress(listener, pages)) {
      return unpack(workspace.toPath(), place, progress);
    }
  }

  private Result unpack(Path base, RootPlace place, Progress progress)
      throws IOException, InterruptedException {
    Path target = place.path();
    Privilege privilege = settings.requirePrivilege(target.getParent());
    Unpacked unpacked =
        tarball instanceof Tarball.Sent sent
            ? whileItArrives(sent, place, privilege, progress)
            : StageWork.unpack(
                file(base, place, privilege, progress),
                tarball.expected().orElse(null),
                target,
                privilege,
                strict,
                progress);
    return new Result(target.toString(), unpacked.sha256(), unpacked.entries(), unpacked.bytes());
  }

  /** The root that was there stays where the tarball cannot be had. */
  private Path file(Path base, RootPlace place, Privilege privilege, Progress progress)
      throws IOException, InterruptedException {
    Path file = tarball.file(base, settings, progress);
    place.prepare(privilege);
    return file;
  }

  private Unpacked whileItArrives(
      Tarball.Sent sent, RootPlace place, Privilege privilege, Progress progress)
      throws IOException, InterruptedException {
    try (Arrival arrival = new Arrival(sent, settings, Progress.NONE)) {
      place.prepare(privilege);
      progress.note("fetching " + sent.name());
      Unpacked unpacked;
      try {
        unpacked =
            StageWork.unpack(
                arrival.path(),
                arrival.file(),
                sent.digest(),
                place.path(),
                privilege,
                strict,
                progress);
      } catch (InterruptedIOException | MachineException e) {
        throw e;
      } catch (IOException e) {
        arrival.digest(); // that it is another one says more than where it could not be read
        throw e;
      }
      arrival.keep(sent.digest() == null ? unpacked.sha256() : sent.digest());
      return unpacked;
    }
  }
}
