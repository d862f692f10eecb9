package io.jenkins.plugins.sdkbootstrap.build;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.agent.TempDirectory;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.provenance.Envelope;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.ArtifactManager;
import jenkins.model.StandardArtifactManager;
import jenkins.util.BuildListenerAdapter;
import jenkins.util.VirtualFile;

/** Takes the files of a stage from an agent as artifacts of a build. */
public final class StageArtifacts {

  /** Where the manager of Jenkins core keeps artifacts, in the build's folder. */
  static final String STANDARD_FOLDER = "archive";

  private final Run<?, ?> run;
  private final Launcher launcher;
  private final TaskListener listener;

  public StageArtifacts(Run<?, ?> run, Launcher launcher, TaskListener listener) {
    this.run = run;
    this.launcher = launcher;
    this.listener = listener;
  }

  /**
   * Takes the tarball and what the agent has made beside it. The record is written here, from what
   * was checked, and comes last: a tarball without one does not exist.
   *
   * @param record the stage's, checked
   * @param key signs the record; null to sign none
   * @param folder where the agent has the files
   * @throws IOException with one line where the agent sent other files than the record says
   */
  public void take(StageRecord record, SigningKey key, FilePath folder)
      throws IOException, InterruptedException {
    ArchiveFiles files = new ArchiveFiles(Path.of(record.tarballName()));
    List<Path> fromAgent =
        List.of(files.archive(), files.index(), files.contents(), files.digests());
    Map<String, String> artifacts = new LinkedHashMap<>();
    fromAgent.forEach(file -> artifacts.put(file.toString(), file.toString()));
    ArtifactManager manager = run.pickArtifactManager();
    manager.archive(folder, launcher, BuildListenerAdapter.wrap(listener), artifacts);
    try {
      requireSound(record, fromAgent, manager);
    } catch (IOException e) {
      remove(fromAgent, manager);
      throw e;
    }
    Map<Path, byte[]> own = new LinkedHashMap<>();
    byte[] json = record.toJson();
    if (key != null) {
      own.put(files.signedRecord(), Envelope.sign(json, key).toJson());
    }
    own.put(files.record(), json);
    add(own, manager);
    if (record.isLast()) {
      addRelease(record, manager, folder);
    }
  }

  /** What was copied is a tarball of the size on record, and files, not links to something else. */
  private void requireSound(StageRecord record, List<Path> files, ArtifactManager manager)
      throws IOException {
    for (Path file : files) {
      VirtualFile artifact = manager.root().child(file.toString());
      boolean linked =
          manager instanceof StandardArtifactManager
              && !Files.isRegularFile(standard(file.toString()), LinkOption.NOFOLLOW_LINKS);
      if (linked || !artifact.isFile()) {
        throw new IOException("the agent sent " + file + ", which is not a plain file");
      }
    }
    long size = manager.root().child(record.tarballName()).length();
    if (size != record.tarball().size()) {
      throw new IOException(
          "the agent sent "
              + record.tarballName()
              + " of "
              + size
              + " bytes; its record says "
              + record.tarball().size());
    }
  }

  private Path standard(String name) {
    return run.getRootDir().toPath().resolve(STANDARD_FOLDER).resolve(name);
  }

  /** Other managers cannot remove single files; without a record nobody takes them for a stage. */
  private void remove(List<Path> files, ArtifactManager manager) throws IOException {
    if (manager instanceof StandardArtifactManager) {
      for (Path file : files) {
        Files.deleteIfExists(standard(file.toString()));
      }
    }
  }

  /** Adds files that are made here, in this order. */
  private void add(Map<Path, byte[]> files, ArtifactManager manager)
      throws IOException, InterruptedException {
    try (TempDirectory folder =
        new TempDirectory(Files.createTempDirectory("sdk-bootstrap-record"))) {
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        String name = file.getKey().toString();
        Files.write(folder.path().resolve(name), file.getValue());
        manager.archive(
            new FilePath(folder.path().toFile()),
            launcher,
            BuildListenerAdapter.wrap(listener),
            Map.of(name, name));
      }
    }
  }

  /**
   * The SDK also gets its release's name, where artifacts are files as a second name of the file.
   */
  private void addRelease(StageRecord record, ArtifactManager manager, FilePath folder)
      throws IOException, InterruptedException {
    String release = record.releaseStem() + record.tarball().compression().suffix();
    if (manager instanceof StandardArtifactManager) {
      Files.deleteIfExists(standard(release));
      try {
        Files.createLink(standard(release), standard(record.tarballName()));
        return;
      } catch (UnsupportedOperationException | IOException e) {
        listener.getLogger().println("no hard links among artifacts: the SDK is stored twice");
      }
    }
    manager.archive(
        folder,
        launcher,
        BuildListenerAdapter.wrap(listener),
        Map.of(release, record.tarballName()));
  }
}
