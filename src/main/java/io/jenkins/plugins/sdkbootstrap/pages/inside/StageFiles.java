package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.build.StageArtifacts;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.http.HttpSource;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.IndexLimits;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BlockSource;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.io.StreamSource;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.StandardArtifactManager;
import jenkins.util.VirtualFile;

/**
 * A stage's tarball and index among the artifacts of a build. Reads a file of the controller at any
 * offset, an artifact with an external URL by HTTP ranges, and any other artifact as a stream.
 *
 * @param holder the build
 * @param tarball the tarball's name
 * @param index the index's name
 * @param sha256 the tarball's digest
 */
record StageFiles(Run<?, ?> holder, String tarball, String index, String sha256) {

  private static final Logger LOGGER = Logger.getLogger(StageFiles.class.getName());

  /** Where the manager of Jenkins core keeps artifacts, in the build's directory. */
  private static final String STANDARD_DIRECTORY = "archive";

  /** Some 30,000 packages. */
  private static final int LARGEST_SBOM = 16 << 20;

  static StageFiles of(Run<?, ?> holder, StageEntry stage) {
    String tarball = stage.getTarball();
    String index = new ArchiveFiles(Path.of(tarball)).index().toString();
    return new StageFiles(holder, tarball, index, stage.getSha256());
  }

  /** Differs for each content of each tarball. */
  String key() {
    return holder.getExternalizableId() + "/" + tarball + "/" + sha256;
  }

  /**
   * Opens the index, which came with the tarball or was made here.
   *
   * @return empty where there is none
   */
  Optional<InputStream> openIndex() throws IOException {
    VirtualFile artifact = artifact(index);
    if (artifact.isFile()) {
      return Optional.of(artifact.open());
    }
    Path made = madeIndex();
    return Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Files.newInputStream(made, LinkOption.NOFOLLOW_LINKS))
        : Optional.empty();
  }

  /**
   * Reads the SBOM.
   *
   * @param expected its digest
   * @throws ArchiveException with one line, where it is gone, or another one
   */
  byte[] readSbom(Digest expected) throws IOException {
    String name = new ArchiveFiles(Path.of(tarball)).sbom().toString();
    VirtualFile artifact = artifact(name);
    if (!artifact.isFile()) {
      throw new ArchiveException(Messages.StageFiles_SbomGone(name, holder.getFullDisplayName()));
    }
    byte[] sbom;
    try (InputStream in = artifact.open()) {
      sbom = in.readNBytes(LARGEST_SBOM + 1);
    }
    if (sbom.length > LARGEST_SBOM
        || !Digest.sha256(Digest.newSha256().digest(sbom)).equals(expected)) {
      throw new ArchiveException(Messages.StageFiles_OtherSbom(name));
    }
    return sbom;
  }

  /** Where an index that is made here is kept; deleted with the build. */
  Path madeIndex() {
    return StageArtifacts.madeIndex(holder, tarball);
  }

  /** The index as it was kept; empty where it was not, or cannot be loaded again. */
  Optional<ArchiveIndex> keptIndex(IndexLimits limits) {
    Path kept = StageArtifacts.keptIndex(holder, tarball);
    if (!Files.isRegularFile(kept, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ArchiveIndex.saved(sha256, Files.newInputStream(kept), limits));
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "read once more, as it cannot be loaded: " + kept, e);
      return Optional.empty();
    }
  }

  /** Keeps the index so that it is loaded at once, as long as the tarball is there. */
  void keep(ArchiveIndex loaded) {
    Path kept = StageArtifacts.keptIndex(holder, tarball);
    try {
      if (!artifact(tarball).isFile()) {
        return;
      }
      createDirectory(kept.getParent());
      try (StagedFile file = StagedFile.create(kept)) {
        loaded.save(sha256, file.stream());
        file.commit();
      }
    } catch (IOException e) {
      boolean deleted = !holder.getRootDir().isDirectory();
      LOGGER.log(deleted ? Level.FINE : Level.WARNING, "cannot keep the index of " + key(), e);
    }
  }

  /** Creates a directory in the build's, which does not come back if the build was deleted. */
  void createDirectory(Path directory) throws IOException {
    if (!directory.equals(holder.getRootDir().toPath()) && !Files.isDirectory(directory)) {
      createDirectory(directory.getParent());
      try {
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        // by another thread
      }
    }
  }

  /** Whether the artifacts are files of the controller. */
  boolean areLocal() {
    return holder.getArtifactManager() instanceof StandardArtifactManager;
  }

  /**
   * Opens the tarball.
   *
   * @throws ArchiveException with one line, where the tarball was deleted
   */
  ByteSource openTarball() throws IOException {
    if (areLocal()) {
      return openLocal();
    }
    VirtualFile artifact = artifact(tarball);
    if (!artifact.isFile()) {
      throw gone();
    }
    long length = artifact.length();
    if (isRemote(artifact)) {
      HttpSource remote =
          new HttpSource(
              tarball, SdkBootstrapConfiguration.http(), () -> address(artifact), length);
      try {
        remote.read(0, ByteBuffer.allocate(1));
        return new BlockSource(remote);
      } catch (HttpSource.NoRangesException e) {
        // Read as a stream instead.
      }
    }
    return new StreamSource(artifact::open, length);
  }

  /** Follows no symbolic link among the artifacts: an agent may have sent it. */
  private ByteSource openLocal() throws IOException {
    Path file = holder.getRootDir().toPath().resolve(STANDARD_DIRECTORY).resolve(tarball);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw gone();
    }
    try {
      return ByteSource.of(
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), tarball);
    } catch (FileSystemException e) {
      throw new ArchiveException(Messages.StageFiles_Unreadable(tarball), e);
    }
  }

  private ArchiveException gone() {
    return new ArchiveException(Messages.StageFiles_Gone(tarball, holder.getFullDisplayName()));
  }

  private VirtualFile artifact(String name) {
    return holder.getArtifactManager().root().child(name);
  }

  private static boolean isRemote(VirtualFile artifact) throws IOException {
    URL url = artifact.toExternalURL();
    return url != null && (url.getProtocol().equals("https") || url.getProtocol().equals("http"));
  }

  /** Asked for each time: it may expire. */
  private static URI address(VirtualFile artifact) throws IOException {
    URL url = artifact.toExternalURL();
    if (url == null) {
      throw new IOException("the artifact no longer has an external URL");
    }
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("the external URL of the artifact is not valid", e);
    }
  }
}
