package io.jenkins.plugins.sdkbootstrap.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Paths of the agent as bytes, as Linux has them. A JVM in the POSIX locale keeps the bytes of a
 * path, but {@link Path#toString()} and the arguments of a process have {@code ?} for each byte
 * that is not ASCII. Only the URI of a path has all bytes.
 */
public final class PathBytes {

  private PathBytes() {}

  /** The absolute path, without {@code .}, {@code ..} and a trailing slash. */
  public static byte[] of(Path path) {
    byte[] uri =
        path.toAbsolutePath().normalize().toUri().getRawPath().getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length);
    for (int i = 0; i < uri.length; i++) {
      if (uri[i] == '%') {
        bytes.write(Character.digit(uri[i + 1], 16) << 4 | Character.digit(uri[i + 2], 16));
        i += 2;
      } else if (uri[i] != '/' || i < uri.length - 1 || i == 0) { // a directory's URI ends in one
        bytes.write(uri[i]);
      }
    }
    return bytes.toByteArray();
  }
}
