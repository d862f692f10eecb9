package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The globs that an archive excludes. Tools get them as UTF-8 on their standard input, because a
 * JVM in the POSIX locale cannot pass such names as arguments.
 */
final class CleanGlobs {

  private static final String SPECIAL = "*?[\\";

  private final List<String> given = new ArrayList<>();
  private final List<String> patterns = new ArrayList<>();

  /**
   * Reads the globs.
   *
   * @throws ArchiveException if a glob cannot match anything in a root
   */
  CleanGlobs(List<String> globs) throws ArchiveException {
    for (String glob : globs) {
      given.add(glob);
      patterns.add(pattern(glob));
    }
  }

  /**
   * Keeps {@code /etc/resolv.conf} if it is a link: the link belongs to the SDK. Only the file that
   * served as the mount point for the agent's is excluded.
   */
  CleanGlobs keepingLinks(Path root) {
    int at = patterns.indexOf("./etc/resolv.conf");
    if (at >= 0 && Files.isSymbolicLink(root.resolve("etc/resolv.conf"))) {
      given.remove(at);
      patterns.remove(at);
    }
    return this;
  }

  private static String pattern(String glob) throws ArchiveException {
    StringBuilder pattern = new StringBuilder(".");
    for (String part : glob.split("/")) {
      if (part.equals("..") || part.indexOf('\n') >= 0 || part.indexOf(0) >= 0) {
        throw new ArchiveException("no glob of names in a root: '" + glob.strip() + "'");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        pattern.append('/').append(part);
      }
    }
    if (pattern.length() == 1) {
      throw new ArchiveException("the glob '" + glob + "' would exclude the whole root");
    }
    return pattern.toString();
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Writes the patterns for tar, one line each, and closes the stream. */
  void writeTo(OutputStream out) throws IOException {
    try (out) {
      for (String pattern : patterns) {
        out.write((pattern + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Begins to count what the globs match. */
  Count count(Path root, Elevation elevation) throws IOException {
    ToolProcess shell =
        ToolProcess.start(
            "find", elevation.command(List.of("sh", "-s")), ToolProcess.Messages.NONE);
    StringBuilder script = new StringBuilder("cd ").append(quoted(root.toString())).append('\n');
    for (int i = 0; i < patterns.size(); i++) {
      script.append(find(patterns.get(i), i));
    }
    try (OutputStream in = shell.input()) {
      in.write(script.append("exit 0\n").toString().getBytes(StandardCharsets.UTF_8));
    }
    return new Count(shell);
  }

  /**
   * A command that prints this number for each match. A pattern matches only at the depth of its
   * slashes and below its fixed part, so find searches little.
   */
  private static String find(String pattern, int number) {
    String[] parts = pattern.split("/");
    int plain = 1;
    while (plain < parts.length - 1 && isPlain(parts[plain])) {
      plain++;
    }
    String start = String.join("/", List.of(parts).subList(0, plain));
    int depth = parts.length - plain;
    return "find %s -mindepth %s -maxdepth %s -path %s -printf '%s\\n' 2>/dev/null\n"
        .formatted(quoted(start), depth, depth, quoted(pattern), number);
  }

  private static boolean isPlain(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (SPECIAL.indexOf(part.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  final class Count implements AutoCloseable {
    private final ToolProcess shell;

    private Count(ToolProcess shell) {
      this.shell = shell;
    }

    /**
     * The globs with their numbers of matches, such as {@code /tmp/* (3)}; empty without a match.
     */
    String result() throws IOException {
      int[] counts = new int[patterns.size()];
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(shell.output(), StandardCharsets.US_ASCII));
      for (String line; (line = lines.readLine()) != null; ) {
        counts[Integer.parseInt(line)]++;
      }
      shell.requireSuccess();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          text.append(text.isEmpty() ? "" : ", ").append(given.get(i));
          text.append(" (").append(counts[i]).append(')');
        }
      }
      return text.toString();
    }

    @Override
    public void close() {
      shell.close();
    }
  }
}
