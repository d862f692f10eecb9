package io.jenkins.plugins.sdkbootstrap.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The root of a stage that failed, kept in the work directory to be looked into. What is known of
 * it is in a directory beside it, which is also what locks it: nothing in the root is believed.
 *
 * @param id of the stage
 * @param root where it is
 * @param about what is known of it
 */
record KeptRoot(StageId id, Path root, About about) {

  private static final String PREFIX = "failed-";
  private static final String BESIDE = ".about";
  private static final String FILE = "about.json";
  private static final int LARGEST = 64 << 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What is known of it.
   *
   * @param privilege what its files were made with
   * @param sourceDateEpoch what the script had as {@code SOURCE_DATE_EPOCH}
   * @param failed when, in ISO 8601
   * @param why in one line
   */
  record About(String privilege, long sourceDateEpoch, String failed, String why) {

    static About of(Privilege privilege, long sourceDateEpoch, Instant failed, String why) {
      return new About(
          privilege.name().toLowerCase(Locale.ROOT), sourceDateEpoch, failed.toString(), why);
    }

    Privilege asPrivilege() {
      return Privilege.valueOf(privilege.toUpperCase(Locale.ROOT));
    }

    Instant failedAt() {
      return Instant.parse(failed);
    }
  }

  /**
   * Keeps a root, in place of an older one of the same stage.
   *
   * @param unpacked in the work directory; has another name then
   * @throws IOException if the older one cannot be removed, or is in use; the root stays as it is
   */
  static KeptRoot keep(Path unpacked, StageId id, About about) throws IOException {
    boolean interrupted = Thread.interrupted(); // would close the files that are written
    try {
      return keepAll(unpacked, id, about);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  private static KeptRoot keepAll(Path unpacked, StageId id, About about) throws IOException {
    Path root = unpacked.resolveSibling(PREFIX + id.stem());
    Path beside = Files.createDirectories(beside(root));
    try (DirectoryLock lock = DirectoryLock.acquire("kept root", beside)) {
      RootRemoval.removeForSure(root, about.asPrivilege());
      Path file = beside.resolve(FILE);
      Files.deleteIfExists(file);
      try (StagedFile staged = StagedFile.create(file)) {
        staged.stream().write(JSON.writeValueAsBytes(about));
        staged.commit();
      }
      Files.move(unpacked, root);
    }
    return new KeptRoot(id, root, about);
  }

  /** Those in a work directory, the newest first. */
  static List<KeptRoot> in(Path work, String sdk) throws IOException {
    List<KeptRoot> kept = new ArrayList<>();
    if (!Files.isDirectory(work)) {
      return kept;
    }
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(work.toRealPath(), PREFIX + "*" + BESIDE)) {
      for (Path beside : found) {
        String name = beside.getFileName().toString();
        String stem = name.substring(PREFIX.length(), name.length() - BESIDE.length());
        Path root = beside.resolveSibling(PREFIX + stem);
        Optional<StageId> id = StageId.parse(sdk, stem);
        if (id.isPresent() && Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
          about(beside).ifPresent(about -> kept.add(new KeptRoot(id.get(), root, about)));
        }
      }
    }
    kept.sort(Comparator.comparing((KeptRoot one) -> one.about().failedAt()).reversed());
    return kept;
  }

  private static Optional<About> about(Path beside) {
    Path file = beside.resolve(FILE);
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      About about = JSON.readValue(in.readNBytes(LARGEST), About.class);
      about.asPrivilege();
      about.failedAt();
      return Optional.of(about);
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // not written whole, or not by this program
    }
  }

  /** Keeps others from removing it. */
  DirectoryLock lock() throws IOException {
    return DirectoryLock.acquire("kept root", beside(root));
  }

  /** Removes it, if nobody is in it. */
  @SuppressWarnings("try") // the lock is held, not used
  void remove() throws IOException {
    try (DirectoryLock lock = lock()) {
      RootRemoval.removeForSure(root, about.asPrivilege());
    }
    RootRemoval.removeForSure(beside(root), Elevation.NONE);
  }

  private static Path beside(Path root) {
    return root.resolveSibling(root.getFileName() + BESIDE);
  }
}
