package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;

/** Reads paths in a root as people type them, and as the listings show them. */
final class PathOption {

  private PathOption() {}

  /** Plain, or with {@code \ooo} for bytes that cannot be typed. */
  static RootPath parse(String text) throws InputException {
    try {
      return text.indexOf('\\') >= 0 ? RootPath.of(Mtree.unescape(text)) : RootPath.of(text);
    } catch (IllegalArgumentException e) {
      throw new InputException("the path '" + text + "': " + e.getMessage());
    }
  }
}
