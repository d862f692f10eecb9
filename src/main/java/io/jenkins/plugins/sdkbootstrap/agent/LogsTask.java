package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.FilesArchive;
import io.jenkins.plugins.sdkbootstrap.archive.WrittenArchive;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.stage.StageLogs;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import jenkins.agents.ControllerToAgentFileCallable;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Collects on an agent the logs of a stage whose script has ended, into a directory from which the
 * controller copies them.
 *
 * @param stage which
 * @param config the sdk.yaml, as it was read for the bootstrap
 * @param root the unpacked seed in which the script ran, absolute or from the workspace
 * @param folder where the files are put, absolute; its content is removed first
 * @param console masks secrets; null where the console masks none
 * @param settings what the agent goes by
 * @param listener the step's log
 */
@Restricted(NoExternalUse.class)
public record LogsTask(
    StageId stage,
    SdkConfig config,
    String root,
    String folder,
    TaskListenerDecorator console,
    AgentSettings settings,
    TaskListener listener)
    implements ControllerToAgentFileCallable<LogsTask.Collected> {

  /**
   * What is in the directory then.
   *
   * @param sha256 the tarball's digest
   * @param size the tarball's bytes
   * @param tarSize the bytes of the tar stream in it
   * @param entries how many entries it has
   */
  public record Collected(Digest sha256, long size, long tarSize, long entries)
      implements Serializable {

    /** Requires what can be. */
    public Collected {
      Objects.requireNonNull(sha256);
      if (size < 0 || tarSize < 0 || entries < 0) {
        throw new IllegalArgumentException("the agent sent a size below 0");
      }
    }
  }

  /** Null where there are no logs. */
  @Override
  public Collected invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path place = workspace.toPath().resolve(root);
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    Privilege privilege = settings.requirePrivilege(place, config.arch(), config);
    TempDirectory target = new TempDirectory(Path.of(folder));
    target.close();
    Files.createDirectories(target.path());
    LogProgress progress = new LogProgress(listener);
    try {
      Path tarball =
          new ArchiveFiles(target.path().resolve(stage.tarball(Compression.ZSTD))).logs();
      Optional<StageLogs.Collected> collected =
          StageLogs.collect(
              StageRun.of(place.toRealPath(), stage.number(), place),
              config.logs(stage.number()).files(),
              tarball,
              privilege,
              console == null ? FilesArchive.Filter.NONE : new Masking(console));
      collected.flatMap(StageLogs.Collected::limits).ifPresent(progress::note);
      if (collected.isEmpty()) {
        target.close();
        return null;
      }
      progress.note("logs: " + collected.get().count());
      WrittenArchive written = collected.get().archive();
      return new Collected(written.sha256(), written.size(), written.tarSize(), written.entries());
    } catch (IOException | InterruptedException | RuntimeException e) {
      target.close();
      throw e;
    }
  }
}
