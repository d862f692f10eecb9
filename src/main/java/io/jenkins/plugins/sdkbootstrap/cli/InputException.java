package io.jenkins.plugins.sdkbootstrap.cli;

import java.util.List;

/** What the command was given cannot be used: a line for each reason. */
final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> lines;

  InputException(String line) {
    this(List.of(line));
  }

  InputException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  List<String> lines() {
    return lines;
  }
}
