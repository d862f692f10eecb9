package io.jenkins.plugins.sdkbootstrap.build;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.agent.ArchiveTask;
import io.jenkins.plugins.sdkbootstrap.agent.TempDirectory;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.DigestsFile;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.Envelope;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.ArtifactManager;
import jenkins.model.StandardArtifactManager;
import jenkins.util.BuildListenerAdapter;
import jenkins.util.VirtualFile;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Takes the files of a stage from an agent as artifacts of a build. */
@Restricted(NoExternalUse.class)
public final class StageArtifacts {

  /** Where the manager of Jenkins core keeps artifacts, in the build's folder. */
  static final String STANDARD_FOLDER = "archive";

  /** Where indexes that were made here are, in the build's folder. */
  private static final String MADE_FOLDER = "sdk-bootstrap";

  private final Run<?, ?> run;
  private final Launcher launcher;
  private final TaskListener listener;

  public StageArtifacts(Run<?, ?> run, Launcher launcher, TaskListener listener) {
    this.run = run;
    this.launcher = launcher;
    this.listener = listener;
  }

  /** Where an index that is made on the controller is kept; deleted with the build. */
  public static Path madeIndex(Run<?, ?> build, String tarball) {
    Path index = new ArchiveFiles(Path.of(tarball)).index();
    return build.getRootDir().toPath().resolve(MADE_FOLDER).resolve(index);
  }

  /** Where an index is kept as it is in memory; deleted with the tarball. */
  public static Path keptIndex(Run<?, ?> build, String tarball) {
    Path index = madeIndex(build, tarball);
    return index.resolveSibling(index.getFileName() + ".columns");
  }

  /**
   * Begins to take a tarball, where it is to be a file here.
   *
   * @param task by which the agent will make it
   */
  public TarballUpload upload(ArchiveTask task) throws IOException {
    return upload(files(task.stage().bootstrap(), task.tarballName()).archive());
  }

  private TarballUpload upload(Path artifact) throws IOException {
    boolean here = run.pickArtifactManager() instanceof StandardArtifactManager;
    return new TarballUpload(here ? standard(artifact) : null);
  }

  /**
   * Takes the tarball and what the agent has made beside it, below a directory of the SDK's name.
   * The record is written here, from what was checked, and comes last: a tarball without one does
   * not exist.
   *
   * @param record the stage's, checked
   * @param key signs the record; null to sign none
   * @param folder where the agent has the files
   * @param upload the tarball, if it has come
   * @param progress is told that the files are taken
   * @throws IOException with one line where the agent sent other files than the record says
   */
  public void take(
      StageRecord record, SigningKey key, FilePath folder, TarballUpload upload, Progress progress)
      throws IOException, InterruptedException {
    ArchiveFiles files = files(record.id().bootstrap(), record.tarballName());
    List<Path> fromAgent =
        new ArrayList<>(List.of(files.archive(), files.index(), files.contents(), files.digests()));
    record.tarball().knownPackages().ifPresent(packages -> fromAgent.add(files.sbom()));
    ArtifactManager manager = run.pickArtifactManager();
    try {
      progress.started("upload", record.tarball().size());
      send(fromAgent, folder, manager, upload);
      requireSound(record.tarballName(), record.tarball().size(), fromAgent, manager);
    } catch (IOException e) {
      remove(fromAgent, manager);
      throw e;
    }
    Map<Path, byte[]> own = new LinkedHashMap<>();
    byte[] json = record.toJson();
    byte[] signed = key == null ? null : Envelope.sign(json, key).toJson();
    if (record.isLast()) {
      nameRelease(record, files, json, signed, manager, folder);
    }
    if (signed != null) {
      own.put(files.signedRecord(), signed);
    }
    own.put(files.record(), json);
    add(own, manager);
  }

  /**
   * Takes the logs of a stage and their index.
   *
   * @param size the bytes of the tarball
   * @param folder where the agent has the files
   * @return the tarball's path among the artifacts
   * @throws IOException with one line where the agent sent others than it said
   */
  public String takeLogs(StageId stage, long size, FilePath folder)
      throws IOException, InterruptedException {
    Path tarball = files(stage.bootstrap(), stage.tarball(Compression.ZSTD)).logs();
    List<Path> fromAgent = List.of(tarball, new ArchiveFiles(tarball).index());
    ArtifactManager manager = run.pickArtifactManager();
    try (TarballUpload upload = upload(tarball)) {
      send(fromAgent, folder, manager, upload);
      requireSound(tarball.getFileName().toString(), size, fromAgent, manager);
    } catch (IOException e) {
      remove(fromAgent, manager);
      throw e;
    }
    return tarball.toString();
  }

  /** Among artifacts, each SDK has a directory. */
  private static ArchiveFiles files(BootstrapId bootstrap, String tarball) {
    return new ArchiveFiles(Path.of(bootstrap.sdk(), tarball));
  }

  /** The names that the files of a last stage have as the SDK. */
  static ArchiveFiles releaseFiles(StageEntry last) {
    BootstrapId bootstrap = last.id().bootstrap();
    String ending = last.files().archive().getFileName().toString();
    ending = ending.substring(last.id().stem().length());
    return files(bootstrap, bootstrap.releaseStem() + ending);
  }

  /** Takes the files by Jenkins' own way, but for a tarball that is to be a file here. */
  private void send(
      List<Path> files, FilePath folder, ArtifactManager manager, TarballUpload upload)
      throws IOException, InterruptedException {
    Map<String, String> artifacts = new LinkedHashMap<>();
    files.forEach(file -> artifacts.put(file.toString(), file.getFileName().toString()));
    if (manager instanceof StandardArtifactManager) {
      upload.commit(folder.child(artifacts.remove(files.get(0).toString())));
    }
    manager.archive(folder, launcher, BuildListenerAdapter.wrap(listener), artifacts);
  }

  /** What was copied is a tarball of the size on record, and files, not links to something else. */
  private void requireSound(
      String tarball, long expected, List<Path> files, ArtifactManager manager) throws IOException {
    for (Path file : files) {
      VirtualFile artifact = manager.root().child(file.toString());
      boolean linked =
          manager instanceof StandardArtifactManager
              && !Files.isRegularFile(standard(file), LinkOption.NOFOLLOW_LINKS);
      if (linked || !artifact.isFile()) {
        throw new IOException("the agent sent " + file + ", which is not a plain file");
      }
    }
    long size = manager.root().child(files.get(0).toString()).length();
    if (size != expected) {
      throw new IOException(
          "the agent sent " + tarball + " of " + size + " bytes; its record says " + expected);
    }
  }

  private Path standard(Path artifact) {
    return run.getRootDir().toPath().resolve(STANDARD_FOLDER).resolve(artifact);
  }

  /** Other managers cannot remove single files; without a record nobody takes them for a stage. */
  private void remove(List<Path> files, ArtifactManager manager) throws IOException {
    if (manager instanceof StandardArtifactManager) {
      for (Path file : files) {
        Files.deleteIfExists(standard(file));
      }
    }
  }

  /** Adds files that are made here, in this order. */
  private void add(Map<Path, byte[]> files, ArtifactManager manager)
      throws IOException, InterruptedException {
    try (TempDirectory folder =
        new TempDirectory(Files.createTempDirectory("sdk-bootstrap-record"))) {
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        String name = file.getKey().getFileName().toString();
        Files.write(folder.path().resolve(name), file.getValue());
        manager.archive(
            new FilePath(folder.path().toFile()),
            launcher,
            BuildListenerAdapter.wrap(listener),
            Map.of(file.getKey().toString(), name));
      }
    }
  }

  /**
   * Gives the SDK its release's names: where artifacts are files, all as second names of these.
   * Where they are not, the tarball, its index and CONTENTS have one name, as they would have to be
   * uploaded a second time; the record and DIGESTS tell both names.
   */
  private void nameRelease(
      StageRecord record,
      ArchiveFiles stage,
      byte[] json,
      byte[] signed,
      ArtifactManager manager,
      FilePath folder)
      throws IOException, InterruptedException {
    BootstrapId bootstrap = record.id().bootstrap();
    ArchiveFiles release =
        files(bootstrap, bootstrap.releaseStem() + record.tarball().compression().suffix());
    if (manager instanceof StandardArtifactManager) {
      link(stage.archive(), release.archive());
      link(stage.index(), release.index());
      link(stage.contents(), release.contents());
      if (record.tarball().knownPackages().isPresent()) {
        link(stage.sbom(), release.sbom());
      }
    }
    Map<Path, byte[]> own = new LinkedHashMap<>();
    try (InputStream in = manager.root().child(stage.digests().toString()).open()) {
      own.put(
          release.digests(),
          DigestsFile.read(stage.digests(), in)
              .renamed(stage, release)
              .text()
              .getBytes(StandardCharsets.UTF_8));
    }
    if (signed != null) {
      own.put(release.signedRecord(), signed);
    }
    own.put(release.record(), json);
    add(own, manager);
  }

  private void link(Path file, Path name) throws IOException {
    Files.deleteIfExists(standard(name));
    try {
      Files.createLink(standard(name), standard(file));
    } catch (UnsupportedOperationException | IOException e) {
      listener.getLogger().println("no hard links among artifacts: there is no " + name);
    }
  }
}
