package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Keeps the root of a stage that failed on an agent, where there is room for it; else leaves it in
 * its place.
 *
 * @param stage which
 * @param config the sdk.yaml, as it was read for the bootstrap
 * @param root the unpacked seed in which the script ran, absolute or from the workspace
 * @param seed the digest of what it was unpacked from
 * @param sourceDateEpoch what the script had
 * @param why the stage failed, in one line
 * @param folder of the agent's kept roots, absolute: a directory for each SDK
 * @param most how many there may be
 * @param mostBytes how much of the disk they may take
 * @param settings what the agent goes by
 * @param listener the step's log
 */
@Restricted(NoExternalUse.class)
public record KeepTask(
    StageId stage,
    SdkConfig config,
    String root,
    String seed,
    long sourceDateEpoch,
    String why,
    String folder,
    int most,
    long mostBytes,
    AgentSettings settings,
    TaskListener listener)
    implements ControllerToAgentFileCallable<KeepTask.Kept> {

  /** Millions of files that are not in the page cache take a while. */
  private static final int MEASURED_SECONDS = 300;

  /**
   * Where it is.
   *
   * @param root the absolute path
   * @param bytes how much of the disk it takes
   * @param failedMillis when the stage failed, milliseconds since 1970 UTC
   * @param caches the agent's directory of the stages' caches
   */
  public record Kept(String root, long bytes, long failedMillis, String caches)
      implements Serializable {

    /** Requires what can be. */
    public Kept {
      Objects.requireNonNull(root);
      Objects.requireNonNull(caches);
    }
  }

  /** Null where it is not kept. */
  @Override
  public Kept invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path place = workspace.toPath().resolve(root);
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    LogProgress progress = new LogProgress(listener);
    if (most < 1) {
      progress.note("the root is not kept: agents keep none, by the system configuration");
      return null;
    }
    Privilege privilege = settings.requirePrivilege(place, config.arch(), config);
    Instant failed = Clock.systemUTC().instant();
    KeptRoot.About about =
        KeptRoot.About.of(stage, seed, privilege, sourceDateEpoch, failed, why)
            .measured(place, MEASURED_SECONDS);
    if (about.bytes() == 0) {
      progress.note(
          "the root is not kept: to find its size takes more than "
              + MEASURED_SECONDS
              + " seconds");
      return null;
    }
    // Two executors at once would both find room for one more.
    synchronized (KeepTask.class) {
      Path work = Path.of(folder).resolve(stage.bootstrap().sdk());
      List<KeptRoot> others = new ArrayList<>(all());
      others.removeIf(kept -> kept.id().equals(stage)); // this one takes its place
      boolean room =
          KeptRoot.limit(
              others,
              most - 1,
              mostBytes - about.bytes(),
              (old, stays) -> progress.note(stays.orElse("removed " + old.root())));
      if (!room) {
        progress.note(
            "the root is not kept: it uses "
                + about.bytes() / 1_000_000
                + " MB, and an agent keeps at most "
                + most
                + " roots of "
                + mostBytes / 1_000_000
                + " MB together, by the system configuration");
        return null;
      }
      KeptRoot kept = KeptRoot.keep(place.toRealPath(), work, stage, about);
      progress.note("the root is kept as " + kept.root());
      return new Kept(
          kept.root().toString(),
          about.bytes(),
          failed.toEpochMilli(),
          settings.stageCaches().toString());
    }
  }

  /** Those of all SDKs, the newest first. */
  private List<KeptRoot> all() throws IOException {
    List<KeptRoot> all = new ArrayList<>();
    if (Files.isDirectory(Path.of(folder))) {
      try (DirectoryStream<Path> sdks = Files.newDirectoryStream(Path.of(folder))) {
        for (Path sdk : sdks) {
          all.addAll(KeptRoot.in(sdk));
        }
      }
    }
    all.sort(KeptRoot.NEWEST_FIRST);
    return all;
  }
}
