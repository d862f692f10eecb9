package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.provenance.GitCommit;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Computes the digests of the files that stages are made from. Does not read a directory again if
 * the names, inodes, sizes and times of its files are unchanged. These include the time of a file's
 * last status change, which no program can set.
 *
 * <p>Remembers the digests, so an instance is for one machine, and for one bootstrap at a time.
 */
public final class InputDigester {

  /**
   * A change within this time of another may leave no trace in a file's times. Some file systems
   * count whole seconds.
   */
  private static final long UNCERTAIN_SECONDS = 2;

  private static final Pattern HEAD =
      Pattern.compile("^([0-9a-f]{40}|[0-9a-f]{64})\\n([0-9a-f]{40}|[0-9a-f]{64})\\n$");

  /**
   * The remembered state of a directory.
   *
   * @param stamp changes if the directory changes; null if that cannot be detected
   * @param content its content
   */
  public record Seen(String stamp, RepoDigest content) implements Serializable {}

  private final Map<String, Seen> seen = new HashMap<>();
  private final Set<Path> noted = new HashSet<>();
  private final Progress progress;

  /** A digester that remembers nothing yet. */
  public InputDigester(Progress progress) {
    this(Map.of(), progress);
  }

  /**
   * A digester with the memory of another one on the same machine.
   *
   * @param seen its {@link #seen}
   * @param progress receives notes about a repository
   */
  public InputDigester(Map<String, Seen> seen, Progress progress) {
    this.seen.putAll(seen);
    this.progress = progress;
  }

  /** The remembered states, by path; can be sent and stored. */
  public Map<String, Seen> seen() {
    return new HashMap<>(seen);
  }

  /**
   * The current content of a directory or a file.
   *
   * @return empty if it is neither
   * @throws IOException with one line, if it cannot be read whole
   */
  public Optional<RepoDigest> content(Path path) throws IOException, InterruptedException {
    if (Files.isDirectory(path)) {
      return Optional.of(directory(path));
    }
    return Files.isRegularFile(path)
        ? Optional.of(RepoDigest.ofFiles(FileDigest.sha256(path)))
        : Optional.empty();
  }

  /**
   * The current content of a directory.
   *
   * @throws IOException with one line, if it cannot be read whole
   */
  public RepoDigest directory(Path directory) throws IOException, InterruptedException {
    // First, so that a change during the reading is noticed the next time.
    String stamp = stamp(directory);
    Optional<String[]> head = head(directory);
    Seen before = seen.get(directory.toString());
    boolean unchanged = before != null && stamp != null && stamp.equals(before.stamp());
    if (unchanged && sameTree(before.content().git(), head)) {
      return before.content();
    }
    RepoDigest content = read(directory, head);
    seen.put(directory.toString(), new Seen(stamp, content));
    return content;
  }

  private static boolean sameTree(GitCommit before, Optional<String[]> head) {
    return head.map(
            h -> before != null && before.commit().equals(h[0]) && before.tree().equals(h[1]))
        .orElse(before == null);
  }

  private RepoDigest read(Path directory, Optional<String[]> head)
      throws IOException, InterruptedException {
    if (head.isEmpty()) {
      return RepoDigest.ofFiles(TreeDigest.ofDirectory(directory, null));
    }
    String commit = head.get()[0];
    String tree = head.get()[1];
    GitTree files = GitTree.of(directory, tree);
    Digest sha256 = TreeDigest.ofDirectory(directory, files);
    long time =
        Git.line(directory, "log", "-1", "--format=%ct", commit, "--", ".")
            .map(String::strip)
            .filter(text -> text.matches("[0-9]{1,11}"))
            .map(Long::parseLong)
            .orElse(0L);
    return new RepoDigest(sha256, new GitCommit(commit, tree, !files.isSame(), time));
  }

  /**
   * The commit and the directory's tree in it. Empty outside a checkout, without a commit, in a
   * directory that git does not know, if git refuses (a checkout of another user), and without git.
   */
  private Optional<String[]> head(Path directory) throws InterruptedException {
    Optional<Tool.Result<byte[]>> result =
        Git.tell(directory, "rev-parse", "HEAD^{commit}", "HEAD:./");
    if (result.isPresent()
        && result.get().errors().contains("dubious ownership")
        && noted.add(directory)) {
      progress.note(
          directory
              + " is a git checkout of another user, so git does not tell its commit: the record"
              + " has the digest of its files only (git config --global --add safe.directory would"
              + " change that)");
    }
    return result
        .filter(r -> r.status() == 0)
        .map(r -> HEAD.matcher(new String(r.output(), StandardCharsets.US_ASCII)))
        .filter(Matcher::matches)
        .map(m -> new String[] {m.group(1), m.group(2)});
  }

  /**
   * The digest of all that changes with the files; null if a later change could not be detected.
   */
  private static String stamp(Path directory) throws InterruptedException {
    long now = Instant.now().getEpochSecond();
    List<String> command =
        List.of(
            "find",
            directory.toString(),
            "-name",
            ".git",
            "-prune",
            "-o",
            "-printf",
            "%C@ %T@ %D %i %s %m %y %P\\0%l\\0");
    try {
      Tool.Result<Stamp> result = Tool.run(command, Stamp::read);
      boolean certain = result.output().newest() < now - UNCERTAIN_SECONDS;
      return result.status() == 0 && certain ? result.output().hex() : null;
    } catch (IOException e) {
      return null; // no such find here: everything is read each time
    }
  }

  /**
   * Of a listing.
   *
   * @param hex its digest
   * @param newest the latest change of a file's status, seconds since 1970 UTC
   */
  private record Stamp(String hex, long newest) {

    static Stamp read(InputStream listing) throws IOException {
      MessageDigest digest = Digest.newSha256();
      BufferedInputStream in = new BufferedInputStream(listing, 1 << 16);
      long newest = 0;
      long number = 0;
      int field = 0;
      boolean counting = true;
      // A file's status time comes first in each pair of fields, up to the point of its fraction.
      for (int b = in.read(); b >= 0; b = in.read()) {
        digest.update((byte) b);
        if (b == 0) {
          field ^= 1;
          counting = field == 0;
          number = 0;
        } else if (counting && b >= '0' && b <= '9') {
          number = number * 10 + b - '0';
        } else if (counting) {
          newest = Math.max(newest, number);
          counting = false;
        }
      }
      return new Stamp(Digest.sha256(digest.digest()).hex(), newest);
    }
  }
}
