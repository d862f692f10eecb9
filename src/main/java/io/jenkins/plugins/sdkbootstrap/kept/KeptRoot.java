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
 * The root of a stage that failed, kept in a work directory to be looked into. What is known of it
 * is in a directory beside it, which is also what locks it: nothing in the root is believed.
 *
 * @param id of the stage
 * @param root where it is
 * @param about what is known of it
 */
public record KeptRoot(StageId id, Path root, About about) {

  private static final String PREFIX = "failed-";
  private static final String BESIDE = ".about";
  private static final String FILE = "about.json";
  private static final int LARGEST = 64 << 10;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * What is known of it.
   *
   * @param sdk the SDK's name
   * @param seed the digest of the seed that it was unpacked from
   * @param privilege what its files were made with
   * @param sourceDateEpoch what the script had as {@code SOURCE_DATE_EPOCH}
   * @param failed when, in ISO 8601
   * @param why in one line
   * @param bytes how much of the disk it took then; 0 where that is not known
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

    /** Of a root whose size is not known yet. */
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
     * The same with what it takes of the disk. A thread that was interrupted before stays
     * interrupted.
     *
     * @param seconds after which it stays unknown
     */
    public About measured(Path root, int seconds) {
      boolean interrupted = Thread.interrupted();
      long size = size(root, asPrivilege(), seconds);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return new About(sdk, seed, privilege, sourceDateEpoch, failed, why, size);
    }

    /** What its files were made with. */
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
   * Keeps a root, in place of an older one of the same stage. A thread that was interrupted before
   * stays interrupted.
   *
   * @param unpacked gets another name
   * @param work where it is kept, on the same file system; made if missing
   * @throws IOException if it cannot be moved there, or the older one cannot be removed, or is in
   *     use; the root stays as it is
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

  /** A directory of someone else's can be renamed in its directory only. */
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

  /** What a root takes of the disk, in bytes; 0 where that is not found out soon. */
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

  /** Those in a work directory, which need not exist, the newest first. */
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

  /** Those in a work directory of one SDK, the newest first. */
  public static List<KeptRoot> in(Path work, String sdk) throws IOException {
    return in(work).stream().filter(kept -> kept.about().sdk().equals(sdk)).toList();
  }

  /** The kept root in this place, if there is one. */
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

  /** Keeps others from removing it. */
  public DirectoryLock lock() throws IOException {
    return DirectoryLock.acquire("kept root", beside(root));
  }

  /** Removes it, if nobody is in it. */
  @SuppressWarnings("try") // the lock is held, not used
  public void remove() throws IOException {
    try (DirectoryLock lock = lock()) {
      RootRemoval.removeForSure(root, about.asPrivilege());
    }
    RootRemoval.removeForSure(beside(root), Elevation.NONE);
  }

  /**
   * Takes it for a run; it is not kept any more then.
   *
   * @param place gets the root, beside it; must not exist
   * @throws StoreBusyException if someone is in it
   */
  @SuppressWarnings("try") // the lock is held, not used
  public void take(Path place) throws IOException {
    try (DirectoryLock lock = lock()) {
      Files.move(root, place);
    }
    RootRemoval.removeForSure(beside(root), Elevation.NONE);
  }

  /**
   * Removes the oldest of some, so that there are no more than so many, which take no more than so
   * much. One that someone is in stays.
   *
   * @param kept the newest first
   * @param heard gets each that was removed; and each that was not, with the reason
   * @return whether it came to that
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
