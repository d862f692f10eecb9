package io.jenkins.plugins.sdkbootstrap.cli.options;

import java.nio.file.Path;

/**
 * An option's {@code NAME=PATH:MOUNT}.
 *
 * @param name for people
 * @param path a directory of this machine
 * @param mount where in the root, absolute
 */
public record BindOption(String name, Path path, String mount) {

  /** Reads it; the mount begins at the last colon that a slash follows. */
  public static BindOption parse(String text) {
    int equals = text.indexOf('=');
    int colon = text.lastIndexOf(":/");
    if (equals < 1 || colon <= equals + 1) {
      throw new IllegalArgumentException("write it as NAME=PATH:MOUNT, the mount absolute");
    }
    return new BindOption(
        text.substring(0, equals),
        Path.of(text.substring(equals + 1, colon)),
        text.substring(colon + 1));
  }
}
