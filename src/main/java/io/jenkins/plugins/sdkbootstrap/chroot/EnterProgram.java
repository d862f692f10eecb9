package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * How the shell gets {@code enter.sh}, with {@code userns.sh} before it: as a file of the agent, or
 * as text in the command.
 */
public final class EnterProgram {

  /** The part that enters a user namespace. */
  static final String USERNS = read("userns.sh");

  private static final String TEXT = USERNS + read("enter.sh");

  private final List<byte[]> words;

  private EnterProgram(List<byte[]> words) {
    this.words = words;
  }

  /** The program itself. */
  public static String text() {
    return TEXT;
  }

  /** As text in the command: needs no file and leaves none. */
  public static EnterProgram inline() {
    return new EnterProgram(List.of(ascii("sh"), ascii("-c"), ascii("eval \"$0\""), ascii(TEXT)));
  }

  /** As this file, which has {@link #text()} and which root can read. */
  public static EnterProgram file(Path file) {
    return new EnterProgram(List.of(ascii("sh"), PathBytes.of(file)));
  }

  /** The words of a command line before the program's arguments. */
  List<byte[]> words() {
    return words;
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  static String read(String name) {
    try (InputStream in = EnterProgram.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
