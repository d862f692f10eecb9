package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.archive.FilesArchive;
import io.jenkins.plugins.sdkbootstrap.archive.WrittenArchive;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import io.jenkins.plugins.sdkbootstrap.process.RawCommand;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Collects the logs of a stage after its script has ended, when nothing in its root changes any
 * more. Follows no link, and limits time and memory for any content.
 */
public final class StageLogs {

  /** How many files are collected at most. */
  public static final int MOST_FILES = 1000;

  /** How many bytes all of them have at most. */
  public static final long MOST_BYTES = 256L << 20;

  /** How long to search for files: an aborted build has little time. */
  private static final int SECONDS = 20;

  private static final int TIMED_OUT = 124;

  /**
   * The result.
   *
   * @param archive the tarball
   * @param files how many files are in it
   * @param leftOut how many were skipped, because there were too many or they were too large
   * @param leftOutBytes their sizes
   * @param whole whether the search covered the whole root
   */
  public record Collected(
      WrittenArchive archive, int files, long leftOut, long leftOutBytes, boolean whole)
      implements Serializable {

    /** How many files, for people. */
    public String count() {
      return files == 1 ? "1 file" : files + " files";
    }

    /** A message about skipped files; empty if there are none. */
    public Optional<String> limits() {
      List<String> parts = new ArrayList<>();
      if (leftOut > 0) {
        parts.add(
            "%d files of %d MB are skipped: at most %d files and %d MiB are collected, the newest first"
                .formatted(
                    leftOut, Math.max(1, leftOutBytes / 1_000_000), MOST_FILES, MOST_BYTES >> 20));
      }
      if (!whole) {
        parts.add("the search for files stopped after " + SECONDS + " seconds");
      }
      return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
    }
  }

  private record Found(double time, long size, RootPath path) {}

  private static final Comparator<Found> BY_AGE =
      Comparator.comparingDouble(Found::time).thenComparing(Found::path, Comparator.reverseOrder());

  private StageLogs() {}

  /**
   * Collects.
   *
   * @param run of the stage
   * @param globs as in {@link io.jenkins.plugins.sdkbootstrap.config.LogsSpec}
   * @param archive the tarball to write, with its index beside it
   * @param elevation the stage's
   * @param filter changes the content of the files
   * @return empty if there is no such file
   */
  public static Optional<Collected> collect(
      StageRun run,
      List<String> globs,
      Path archive,
      Elevation elevation,
      FilesArchive.Filter filter)
      throws IOException, InterruptedException {
    return collect(run, globs, archive, elevation, filter, MOST_FILES, MOST_BYTES);
  }

  static Optional<Collected> collect(
      StageRun run,
      List<String> globs,
      Path archive,
      Elevation elevation,
      FilesArchive.Filter filter,
      int mostFiles,
      long mostBytes)
      throws IOException, InterruptedException {
    if (globs.isEmpty()) {
      return Optional.empty();
    }
    String made = "/" + run.root().relativize(run.stageRoot());
    List<String> all = new ArrayList<>(globs);
    globs.forEach(glob -> all.add(escaped(made) + glob));
    Tool.Result<Listing> found =
        Tool.run(
            elevation.command(RawCommand.of(find(run.root(), all))),
            in -> Listing.read(in, mostFiles, mostBytes));
    boolean timedOut = found.status() == TIMED_OUT;
    if (found.status() != 0 && !timedOut && found.output().found.isEmpty()) {
      throw new IOException("cannot look for logs: " + found.firstLine());
    }
    Listing listing = found.output();
    List<RootPath> files = listing.choose(mostBytes);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    WrittenArchive written = FilesArchive.write(run.root(), files, archive, elevation, filter);
    return Optional.of(
        new Collected(written, files.size(), listing.leftOut, listing.leftOutBytes, !timedOut));
  }

  /** The command that lists the plain files that match a glob. */
  private static List<byte[]> find(Path root, List<String> globs) {
    List<byte[]> words = new ArrayList<>();
    for (String word : List.of("sh", "-c", "cd -P -- \"$1\" && shift && exec \"$@\"", "sh")) {
      words.add(bytes(word));
    }
    words.add(PathBytes.of(root));
    String directories = String.join("|", globs.stream().map(StageLogs::directories).toList());
    String files = String.join("|", globs.stream().map(StageLogs::regex).toList());
    for (String word :
        List.of(
            "env",
            "LC_ALL=C",
            "timeout",
            "-k",
            "5",
            Integer.toString(SECONDS),
            "find",
            "-P",
            ".",
            "-regextype",
            "posix-extended",
            "-type",
            "d",
            "!",
            "-regex",
            directories,
            "-prune",
            "-o",
            "-type",
            "f",
            "-regex",
            files,
            "-printf",
            "%T@ %s %P\\0")) {
      words.add(bytes(word));
    }
    return words;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A pattern of find for the files of a glob. */
  static String regex(String glob) {
    StringBuilder regex = new StringBuilder("\\.");
    for (String part : glob.substring(1).split("/")) {
      regex.append(part.equals("**") ? "(/.*)?" : "/" + part(part));
    }
    return regex.toString();
  }

  /** A pattern of find for the directories above such files, so that find searches no others. */
  static String directories(String glob) {
    StringBuilder regex = new StringBuilder("\\.");
    String[] parts = glob.substring(1).split("/");
    int open = 0;
    for (int i = 0; i < parts.length - 1; i++) {
      if (parts[i].equals("**")) {
        regex.append("(/.*)?");
        break;
      }
      regex.append("(/").append(part(parts[i]));
      open++;
    }
    return regex.append(")?".repeat(open)).toString();
  }

  private static String part(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int end = c == '[' ? glob.indexOf(']', i + (glob.startsWith("[!", i) ? 3 : 2)) : -1;
      if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (end > 0) {
        String set = glob.substring(i + 1, end);
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = end;
      } else if (c == '\\' && i + 1 < glob.length()) {
        regex.append(literal(glob.charAt(++i)));
      } else {
        regex.append(literal(c));
      }
    }
    return regex.toString();
  }

  private static String literal(char c) {
    return ".[]{}()\\*+?|^$".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
  }

  /** A path as a glob that matches nothing else. */
  private static String escaped(String path) {
    return path.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  /** The newest of the files that were found. */
  private static final class Listing {
    private final PriorityQueue<Found> found = new PriorityQueue<>(BY_AGE);
    private long leftOut;
    private long leftOutBytes;

    static Listing read(InputStream in, int mostFiles, long mostBytes) throws IOException {
      Listing listing = new Listing();
      BufferedInputStream buffered = new BufferedInputStream(in);
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      for (int b = buffered.read(); b >= 0; b = buffered.read()) {
        if (b != 0) {
          record.write(b);
          continue;
        }
        listing.add(found(record.toByteArray()), mostFiles, mostBytes);
        record.reset();
      }
      return listing;
    }

    private static Found found(byte[] record) {
      int time = indexOf(record, 0);
      int size = indexOf(record, time + 1);
      byte[] path = new byte[record.length - size - 1];
      System.arraycopy(record, size + 1, path, 0, path.length);
      return new Found(
          Double.parseDouble(new String(record, 0, time, StandardCharsets.US_ASCII)),
          Long.parseLong(new String(record, time + 1, size - time - 1, StandardCharsets.US_ASCII)),
          RootPath.of(path));
    }

    private static int indexOf(byte[] record, int from) {
      int at = from;
      while (record[at] != ' ') {
        at++;
      }
      return at;
    }

    private void add(Found file, int mostFiles, long mostBytes) {
      if (file.size() > mostBytes) {
        leaveOut(file);
        return;
      }
      found.add(file);
      if (found.size() > mostFiles) {
        leaveOut(found.remove());
      }
    }

    private void leaveOut(Found file) {
      leftOut++;
      leftOutBytes += file.size();
    }

    /** The files that fit into the limits, by path. */
    List<RootPath> choose(long mostBytes) {
      List<RootPath> chosen = new ArrayList<>();
      long bytes = 0;
      for (Found file : found.stream().sorted(BY_AGE.reversed()).toList()) {
        if (bytes + file.size() > mostBytes) {
          leaveOut(file);
        } else {
          bytes += file.size();
          chosen.add(file.path());
        }
      }
      chosen.sort(Comparator.naturalOrder());
      return chosen;
    }
  }
}
