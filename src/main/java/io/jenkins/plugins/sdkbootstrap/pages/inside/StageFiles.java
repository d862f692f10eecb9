package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.Functions;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BlockSource;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.HttpSource;
import io.jenkins.plugins.sdkbootstrap.io.StreamSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import jenkins.model.StandardArtifactManager;
import jenkins.util.VirtualFile;

/**
 * A stage's tarball and index among the artifacts of a build, wherever these are: a file of the
 * controller is read at any place of it, one that has an external URL by ranges from there, any
 * other as a stream.
 */
final class StageFiles {

  /** Where the manager of Jenkins core keeps artifacts, in the build's folder. */
  private static final String STANDARD_FOLDER = "archive";

  /** Where in the build's folder an index is that was made here. */
  private static final String MADE_FOLDER = "sdk-bootstrap";

  private final Run<?, ?> holder;
  private final String tarball;
  private final String index;
  private final String sha256;

  private StageFiles(Run<?, ?> holder, StageEntry stage) {
    this.holder = holder;
    this.tarball = stage.getArtifact();
    this.index = new ArchiveFiles(Path.of(tarball)).index().toString();
    this.sha256 = stage.getSha256();
  }

  /**
   * The files of a stage.
   *
   * @param run the build that built or reused it
   */
  static StageFiles of(Run<?, ?> run, StageEntry stage) {
    Run<?, ?> holder =
        stage.getBuild() == run.getNumber()
            ? run
            : run.getParent().getBuildByNumber(stage.getBuild());
    if (holder == null) {
      throw PageException.notFound(
          run, "build #" + stage.getBuild() + ", which has the files of this stage, is gone");
    }
    checkPermission(holder);
    return new StageFiles(holder, stage);
  }

  /** Whoever may not read a build's artifacts may not look into them, as in Jenkins core. */
  static void checkPermission(Run<?, ?> run) {
    run.checkPermission(Item.READ);
    if (Functions.isArtifactsPermissionEnabled()) {
      run.checkPermission(Run.ARTIFACTS);
    }
  }

  /** The build that has them. */
  Run<?, ?> holder() {
    return holder;
  }

  /** The tarball's name. */
  String tarball() {
    return tarball;
  }

  /** Another one for each content of each tarball. */
  String key() {
    return holder.getExternalizableId() + "/" + tarball + "/" + sha256;
  }

  /**
   * The index, as it came with the tarball or was made here.
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

  /** The index's name. */
  String indexName() {
    return index;
  }

  /** Where an index is kept that is made here; goes with the build. */
  Path madeIndex() {
    return holder.getRootDir().toPath().resolve(MADE_FOLDER).resolve(index);
  }

  /**
   * Opens the tarball.
   *
   * @param client asks servers where it lies on one
   * @throws ArchiveException with one line, where it is gone
   */
  ByteSource openTarball(RemoteClient client) throws IOException {
    if (holder.getArtifactManager() instanceof StandardArtifactManager) {
      return openLocal();
    }
    VirtualFile artifact = artifact(tarball);
    if (!artifact.isFile()) {
      throw gone();
    }
    long length = artifact.length();
    if (isRemote(artifact)) {
      HttpSource remote = new HttpSource(tarball, client.get(), () -> address(artifact), length);
      try {
        remote.read(0, ByteBuffer.allocate(1));
        return new BlockSource(remote);
      } catch (HttpSource.NoRangesException e) {
        // It comes as a stream, then.
      }
    }
    return new StreamSource(artifact::open, length);
  }

  /** A symlink among the artifacts, which an agent can have sent, is not followed. */
  private ByteSource openLocal() throws IOException {
    Path file = holder.getRootDir().toPath().resolve(STANDARD_FOLDER).resolve(tarball);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw gone();
    }
    try {
      return ByteSource.of(
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), tarball);
    } catch (FileSystemException e) {
      throw new ArchiveException(tarball + " cannot be read", e);
    }
  }

  private ArchiveException gone() {
    return new ArchiveException(
        tarball + " of " + holder.getFullDisplayName() + " is gone; only its index is kept");
  }

  private VirtualFile artifact(String name) {
    return holder.getArtifactManager().root().child(name);
  }

  private static boolean isRemote(VirtualFile artifact) throws IOException {
    URL url = artifact.toExternalURL();
    return url != null && (url.getProtocol().equals("https") || url.getProtocol().equals("http"));
  }

  /** Asked for anew each time, as it may hold only for a while. */
  private static URI address(VirtualFile artifact) throws IOException {
    URL url = artifact.toExternalURL();
    if (url == null) {
      throw new IOException("it has no external URL any more");
    }
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("its external URL is none", e);
    }
  }
}
