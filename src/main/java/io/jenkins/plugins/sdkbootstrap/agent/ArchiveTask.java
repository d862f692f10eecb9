package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Archives on an agent the root that a stage's script made, with all that belongs beside the
 * tarball, into a directory from which the controller copies it.
 *
 * @param stage which
 * @param config the sdk.yaml, as it was read for the bootstrap
 * @param path a file in the directory that its paths start from, absolute or from the workspace
 * @param entered what the agent saw when the stage was entered
 * @param inputs what the record says of that
 * @param onDrift whether a change since then fails the stage
 * @param root the unpacked seed in which the script ran, absolute or from the workspace
 * @param folder where the files are put, absolute; its content is removed first
 * @param origin what the record says of who and when
 * @param settings what the agent goes by
 * @param listener the step's log
 * @param upload where the tarball is sent while it is written, a {@link
 *     hudson.remoting.RemoteOutputStream}; closed at the end; null for nowhere
 * @param pages where progress is sent, as {@link SentProgress} does; null for nowhere
 */
@Restricted(NoExternalUse.class)
public record ArchiveTask(
    StageId stage,
    SdkConfig config,
    String path,
    Entered entered,
    StageInputs inputs,
    OnDrift onDrift,
    String root,
    String folder,
    Origin origin,
    AgentSettings settings,
    TaskListener listener,
    OutputStream upload,
    OutputStream pages)
    implements ControllerToAgentFileCallable<byte[]> {

  /**
   * What only the controller knows of a stage's run.
   *
   * @param seed what the root was unpacked from
   * @param started when that began
   * @param builder a URI that names this Jenkins
   * @param builderVersion of the plugin
   * @param invocation the build's URL
   * @param changes what was not the same each time that the root was entered
   * @param notes lines for people who read the record
   */
  public record Origin(
      Seed seed,
      Instant started,
      String builder,
      String builderVersion,
      String invocation,
      List<InputChange> changes,
      List<String> notes)
      implements Serializable {}

  /** The name of the tarball. */
  public String tarballName() {
    return stage.tarball(config.compression());
  }

  /**
   * The same, but the tarball is also sent.
   *
   * @param to see {@code upload}
   */
  public ArchiveTask sendingTo(OutputStream to) {
    return new ArchiveTask(
        stage, config, path, entered, inputs, onDrift, root, folder, origin, settings, listener, to,
        pages);
  }

  /** The record of the stage, whose other files are then in the folder. */
  @Override
  @SuppressWarnings("try") // the place is only held
  public byte[] invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path place = workspace.toPath().toAbsolutePath().resolve(root);
    try (Closeable held = RootPlace.hold(place);
        LogProgress progress = new LogProgress(listener, pages)) {
      return archive(workspace.toPath(), place, progress);
    }
  }

  private byte[] archive(Path base, Path place, Progress progress)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(place)) {
      throw new AbortException("there is no root " + place + "; run the stage first");
    }
    Privilege privilege = settings.requirePrivilege(place, config.arch(), config);
    ConfigFiles files =
        new ConfigFiles(config, base.resolve(path).toAbsolutePath().normalize().getParent());
    StageWork work = new StageWork(files, stage.bootstrap(), inputs, privilege, progress);
    StageRun run = work.environment().chroot(place.toRealPath(), settings.stageCaches());
    TempDirectory target = new TempDirectory(Path.of(folder));
    target.close();
    Files.createDirectories(target.path());
    ArchiveFiles names = new ArchiveFiles(target.path().resolve(tarballName()));
    StageTarball tarball;
    List<InputChange> changes;
    try (OutputStream to = upload == null ? OutputStream.nullOutputStream() : upload) {
      OutputStream sent = new BufferedOutputStream(to, SendTask.PIECE);
      tarball = work.archive(run, names.archive(), sent);
      sent.flush();
      changes = new ArrayList<>(origin.changes());
      changes.addAll(changes(work));
    } catch (StageFailedException e) {
      target.close();
      e.details().forEach(progress::note);
      throw new AbortException(e.getMessage());
    } catch (IOException | InterruptedException | RuntimeException e) {
      target.close();
      throw e;
    }
    settings.cache().adopt(names.archive(), tarball.sha256());
    return work.record(
            origin.seed(),
            tarball,
            new RunDetails(
                origin.builder(),
                origin.builderVersion(),
                origin.invocation(),
                privilege.name().toLowerCase(Locale.ROOT),
                origin.started(),
                Clock.systemUTC().instant(),
                changes,
                origin.notes()))
        .toJson();
  }

  /** Of what was entered, which need not be by this sdk.yaml. */
  private List<InputChange> changes(StageWork work)
      throws IOException, InterruptedException, StageFailedException {
    StageWork asEntered =
        new StageWork(
            new ConfigFiles(config, Path.of(entered.base())),
            stage.bootstrap(),
            inputs,
            work.privilege(),
            work.progress());
    return asEntered.changes(new InputDigester(entered.seen(), work.progress()), onDrift);
  }
}
