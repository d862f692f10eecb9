package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import java.util.List;

/** What the command was given cannot be used: a line for each reason. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> lines;

  public InputException(String line) {
    this(List.of(line));
  }

  public InputException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
