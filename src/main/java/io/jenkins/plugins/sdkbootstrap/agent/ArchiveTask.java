package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Archives on an agent the root that a stage's script made, with all that belongs beside the
 * tarball, into a folder of files that the controller then takes.
 *
 * @param stage which
 * @param root the unpacked seed in which the script ran, absolute or from the workspace
 * @param compression of the tarball; null for sdk.yaml's
 * @param folder where the files are put, absolute; whatever is in it goes first
 * @param origin what the record says of who and when
 * @param settings what the agent goes by
 * @param listener the step's log
 */
public record ArchiveTask(
    StageArguments stage,
    String root,
    Compression compression,
    String folder,
    Origin origin,
    AgentSettings settings,
    TaskListener listener)
    implements ControllerToAgentFileCallable<byte[]> {

  /**
   * What only the controller knows of a stage's run.
   *
   * @param seed what the root was unpacked from
   * @param started when that began
   * @param builder a URI that names this Jenkins
   * @param builderVersion of the plugin
   * @param invocation the build's URL
   * @param notes lines for whoever reads the record
   */
  public record Origin(
      Seed seed,
      Instant started,
      String builder,
      String builderVersion,
      String invocation,
      List<String> notes)
      implements Serializable {}

  /** The record of the stage, whose other files are then in the folder. */
  @Override
  public byte[] invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path base = workspace.toPath();
    ConfigFiles all = stage.files(base);
    SdkConfig config =
        compression == null ? all.config() : all.config().withCompression(compression);
    ConfigFiles files = new ConfigFiles(config, all.base());
    Path place = base.resolve(root);
    if (!Files.isDirectory(place)) {
      throw new AbortException("there is no root " + place + " to archive from");
    }
    Privilege privilege = settings.requirePrivilege(place, config.arch(), config);
    Progress progress = new LogProgress(listener);
    StageInputs inputs = files.inputs(stage.spec(config), stage.version(), progress);
    StageWork work = new StageWork(files, stage.version(), inputs, privilege, progress);
    StageRun run = work.chroot(place.toRealPath(), settings.stageCaches());
    TempDirectory target = new TempDirectory(Path.of(folder));
    target.close();
    Files.createDirectories(target.path());
    ArchiveFiles names =
        new ArchiveFiles(target.path().resolve(work.id().tarball(config.compression())));
    StageTarball tarball;
    try {
      tarball = work.archive(run, names.archive());
    } catch (StageFailedException e) {
      target.close();
      e.details().forEach(new LogProgress(listener)::note);
      throw new AbortException(e.getMessage());
    } catch (IOException | InterruptedException | RuntimeException e) {
      target.close();
      throw e;
    }
    StageRecord record =
        new StageRecord(
            work.id(),
            config.name(),
            config.stages().size(),
            inputs,
            origin.seed(),
            tarball,
            new RunDetails(
                origin.builder(),
                origin.builderVersion(),
                origin.invocation(),
                privilege.name().toLowerCase(Locale.ROOT),
                origin.started(),
                Clock.systemUTC().instant(),
                origin.notes()));
    settings.cache().adopt(names.archive(), tarball.sha256());
    return record.toJson();
  }
}
