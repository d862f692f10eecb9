package io.jenkins.plugins.sdkbootstrap.stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes on the output of a script, and remembers its end: the last lines, readable for people, and
 * the package that failed if Portage names it. Uses a limited amount of memory.
 */
public final class OutputEnd extends OutputStream {

  /** How many lines are remembered. */
  static final int LINES = 12;

  /** How many characters of a line are remembered. */
  static final int WIDTH = 240;

  private static final int MOST_BYTES = 4096;

  /** CSI, OSC and other strings up to their ends or that of the line, and two-character ones. */
  private static final Pattern TERMINAL_CODE =
      Pattern.compile(
          "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?"
              + "|(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?"
              + "|\\x1b[ -/]*[0-~]?");

  /** Control characters, and characters that change the order in which a line is shown. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]");

  private static final String PACKAGE = "([a-z0-9][a-z0-9+_.-]*/[A-Za-z0-9+_.-]{1,200})";

  /** The error of an ebuild, as {@code die} of Portage writes it; and that of emerge itself. */
  private static final Pattern FAILED =
      Pattern.compile(
          "^(?: \\* ERROR: "
              + PACKAGE
              + "(?:::\\S+)? failed(?: \\(([a-z]+) phase\\))?|>>> Failed to (?:emerge|install) "
              + PACKAGE
              + ")");

  private final OutputStream log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> last = new ArrayDeque<>();
  private String failedPackage;

  /**
   * Passes everything on.
   *
   * @param log not closed
   */
  public OutputEnd(OutputStream log) {
    this.log = log;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    log.write(buffer, offset, length);
    synchronized (this) {
      for (int i = offset; i < offset + length; i++) {
        if (buffer[i] == '\n') {
          ended();
        } else if (line.size() < MOST_BYTES) {
          line.write(buffer[i]);
        }
      }
    }
  }

  @Override
  public void flush() throws IOException {
    log.flush();
  }

  /** The last lines that are not blank, the oldest first, without control characters. */
  public synchronized List<String> lines() {
    ended();
    return List.copyOf(last);
  }

  /** The first package that failed according to Portage, with the phase in parentheses if known. */
  public synchronized Optional<String> failedPackage() {
    ended();
    return Optional.ofNullable(failedPackage);
  }

  private void ended() {
    if (line.size() == 0) {
      return;
    }
    String text = readable(line.toString(StandardCharsets.UTF_8));
    line.reset();
    if (text.isBlank()) {
      return;
    }
    Matcher failed = FAILED.matcher(text);
    if (failedPackage == null && failed.find()) {
      String name = failed.group(1) == null ? failed.group(3) : failed.group(1);
      failedPackage = name + (failed.group(2) == null ? "" : " (" + failed.group(2) + ")");
    }
    last.add(text.length() > WIDTH ? text.substring(0, WIDTH) + "..." : text);
    if (last.size() > LINES) {
      last.remove();
    }
  }

  /** A line as a terminal shows it at the end, after overwriting. */
  static String readable(String raw) {
    String text = TERMINAL_CODE.matcher(raw.replace('\t', ' ')).replaceAll("").stripTrailing();
    text = text.substring(text.lastIndexOf('\r') + 1);
    return INVISIBLE.matcher(text).replaceAll("");
  }
}
