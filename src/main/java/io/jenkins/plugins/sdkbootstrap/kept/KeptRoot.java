package io.jenkins.plugins.sdkbootstrap.kept;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import io.jenkins.plugins.sdkbootstrap.process.RawCommand;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryLock;
import io.jenkins.plugins.sdkbootstrap.store.StoreBusyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The root of a failed stage, kept in a work directory for a shell. Its facts and its lock are in a
 * directory beside it, because nothing in the root is trusted.
 *
 * @param id of the stage
 * @param root where it is
 * @param about its facts
 */
public record KeptRoot(StageId id, Path root, About about) {

  private static final String PREFIX = "failed-";
  private static final String BESIDE = ".about";
  private static final String FILE = "about.json";
  private static final int LARGEST = 64 << 10;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The facts of a kept root.
   *
   * @param sdk the SDK's name
   * @param seed the digest of the seed that it was unpacked from
   * @param privilege the privilege that created its files
   * @param sourceDateEpoch the script's {@code SOURCE_DATE_EPOCH}
   * @param failed when it failed, in ISO 8601
   * @param why the reason, in one line
   * @param bytes how much disk space it used then; 0 if unknown
   */
  public record About(
      String sdk,
      String seed,
      String privilege,
      long sourceDateEpoch,
      String failed,
      String why,
      long bytes) {

    /** Requires what is needed to enter and to remove it. */
    public About {
      Objects.requireNonNull(sdk);
      Objects.requireNonNull(seed);
      Objects.requireNonNull(privilege);
      Objects.requireNonNull(failed);
      Objects.requireNonNull(why);
    }

    /** Facts without the size, which is not known yet. */
    public static About of(
        StageId id,
        String seed,
        Privilege privilege,
        long sourceDateEpoch,
        Instant failed,
        String why) {
      return new About(
          id.bootstrap().sdk(),
          seed,
          privilege.name().toLowerCase(Locale.ROOT),
          sourceDateEpoch,
          failed.toString(),
          why,
          0);
    }

    /**
     * The same, with the used disk space. If the thread is already interrupted, it stays
     * interrupted.
     *
     * @param seconds the time limit; after it, the size stays unknown
     */
    public About measured(Path root, int seconds) {
      boolean interrupted = Thread.interrupted();
      long size = size(root, asPrivilege(), seconds);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return new About(sdk, seed, privilege, sourceDateEpoch, failed, why, size);
    }

    /** The privilege that created its files. */
    public Privilege asPrivilege() {
      return Privilege.valueOf(privilege.toUpperCase(Locale.ROOT));
    }

    /** When it failed. */
    public Instant failedAt() {
      return Instant.parse(failed);
    }
  }

  /** Its name. */
  public String name() {
    return root.getFileName().toString();
  }

  /**
   * Keeps a root, and replaces an older one of the same stage. If the thread is already
   * interrupted, it stays interrupted.
   *
   * @param unpacked the root, which is renamed
   * @param work the work directory, on the same file system; created if missing
   * @throws IOException if it cannot be moved there, or if the older one is in use or cannot be
   *     removed; then the root stays unchanged
   */
  public static KeptRoot keep(Path unpacked, Path work, StageId id, About about)
      throws IOException {
    boolean interrupted = Thread.interrupted(); // would close the files that are written
    try {
      return keepAll(unpacked, work, id, about);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  private static KeptRoot keepAll(Path unpacked, Path work, StageId id, About about)
      throws IOException {
    Path root = Files.createDirectories(work).toRealPath().resolve(PREFIX + id.stem());
    Path beside = Files.createDirectories(beside(root));
    try (DirectoryLock lock = DirectoryLock.acquire("kept root", beside)) {
      RootRemoval.removeForSure(root, about.asPrivilege());
      Path file = beside.resolve(FILE);
      Files.deleteIfExists(file);
      try (StagedFile staged = StagedFile.create(file)) {
        staged.stream().write(JSON.writeValueAsBytes(about));
        staged.commit();
      }
      move(unpacked, root, about.asPrivilege());
    }
    return new KeptRoot(id, root, about);
  }

  /** A directory of another user can only be renamed within its parent directory. */
  private static void move(Path from, Path to, Privilege privilege) throws IOException {
    try {
      Files.move(from, to);
    } catch (AccessDeniedException e) {
      List<byte[]> words = new ArrayList<>();
      for (String word : List.of("mv", "-T", "--")) {
        words.add(word.getBytes(StandardCharsets.US_ASCII));
      }
      words.add(PathBytes.of(from));
      words.add(PathBytes.of(to));
      if (!Files.getFileStore(from).equals(Files.getFileStore(to.getParent()))) {
        throw new IOException(to.getParent() + " is on another file system than " + from, e);
      }
      try {
        Tool.Result<String> result = Tool.run(privilege.command(RawCommand.of(words)));
        if (result.status() != 0) {
          throw new IOException(result.firstLine(), e);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    } catch (DirectoryNotEmptyException e) { // which would have to be copied
      throw new IOException(to.getParent() + " is on another file system than " + from, e);
    }
  }

  /** The disk space that a root uses, in bytes; 0 if counting takes too long. */
  private static long size(Path root, Privilege privilege, int seconds) {
    List<String> command = List.of("timeout", Integer.toString(seconds), "du", "-s", "-B1", "--");
    try {
      Tool.Result<String> result = Tool.run(privilege.command(RawCommand.of(command, root)));
      String number = result.output().split("\\s", 2)[0];
      return result.status() == 0 ? Long.parseLong(number) : 0;
    } catch (NumberFormatException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** The kept roots in a work directory, which need not exist, the newest first. */
  public static List<KeptRoot> in(Path work) throws IOException {
    List<KeptRoot> kept = new ArrayList<>();
    if (!Files.isDirectory(work)) {
      return kept;
    }
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(work.toRealPath(), PREFIX + "*" + BESIDE)) {
      for (Path beside : found) {
        String name = beside.getFileName().toString();
        at(beside.resolveSibling(name.substring(0, name.length() - BESIDE.length())))
            .ifPresent(kept::add);
      }
    }
    kept.sort(NEWEST_FIRST);
    return kept;
  }

  /** The order of age. */
  public static final Comparator<KeptRoot> NEWEST_FIRST =
      Comparator.comparing((KeptRoot one) -> one.about().failedAt()).reversed();

  /** The kept roots of one SDK in a work directory, the newest first. */
  public static List<KeptRoot> in(Path work, String sdk) throws IOException {
    return in(work).stream().filter(kept -> kept.about().sdk().equals(sdk)).toList();
  }

  /** The kept root in this directory, if there is one. */
  public static Optional<KeptRoot> at(Path root) {
    String name = root.getFileName().toString();
    if (!name.startsWith(PREFIX) || !Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return about(beside(root))
        .flatMap(
            about ->
                StageId.parse(about.sdk(), name.substring(PREFIX.length()))
                    .map(id -> new KeptRoot(id, root, about)));
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

  /** Locks it, so that others cannot remove it. */
  public DirectoryLock lock() throws IOException {
    return DirectoryLock.acquire("kept root", beside(root));
  }

  /** Removes it if nobody uses it. */
  @SuppressWarnings("try") // the lock is held, not used
  public void remove() throws IOException {
    try (DirectoryLock lock = lock()) {
      RootRemoval.removeForSure(root, about.asPrivilege());
    }
    RootRemoval.removeForSure(beside(root), Elevation.NONE);
  }

  /**
   * Moves it to a run; then it is no longer kept.
   *
   * @param place the new path, in the same directory; must not exist
   * @throws StoreBusyException if somebody uses it
   */
  @SuppressWarnings("try") // the lock is held, not used
  public void take(Path place) throws IOException {
    try (DirectoryLock lock = lock()) {
      Files.move(root, place);
    }
    RootRemoval.removeForSure(beside(root), Elevation.NONE);
  }

  /**
   * Removes the oldest roots until their number and size are within the limits. Roots in use stay.
   *
   * @param kept the newest first
   * @param heard receives each root that was removed, and each that could not be, with the reason
   * @return whether the limits are met
   */
  public static boolean limit(
      List<KeptRoot> kept, int most, long mostBytes, BiConsumer<KeptRoot, Optional<String>> heard) {
    long bytes = 0;
    int count = 0;
    for (KeptRoot one : kept) {
      bytes += one.about().bytes();
      if (++count > most || bytes > mostBytes) {
        try {
          one.remove();
          bytes -= one.about().bytes();
          count--;
          heard.accept(one, Optional.empty());
        } catch (IOException e) {
          heard.accept(one, Optional.of(e.getMessage()));
        }
      }
    }
    return count <= most && bytes <= mostBytes;
  }

  private static Path beside(Path root) {
    return root.resolveSibling(root.getFileName() + BESIDE);
  }
}
