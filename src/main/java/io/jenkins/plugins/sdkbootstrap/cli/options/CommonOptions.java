package io.jenkins.plugins.sdkbootstrap.cli.options;

import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command. */
public final class CommonOptions {

  /** How progress is shown. */
  enum ProgressFormat {
    TEXT,
    JSON
  }

  @Option(
      names = "--privilege",
      paramLabel = "P",
      description =
          "Privilege for work on roots: root, userns (rootless), sudo, or auto: the first of these"
              + " that works. Default: auto")
  private PrivilegeSetting privilege;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(
      names = "--progress",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "Show progress on standard error as text, or as json: one event per line, for programs."
              + " Default: ${DEFAULT-VALUE}")
  private ProgressFormat progress;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** What the command line asks for, if it does. */
  public Optional<PrivilegeSetting> privilege() {
    return Optional.ofNullable(privilege);
  }

  public boolean json() {
    return json;
  }

  public boolean progressAsEvents() {
    return progress == ProgressFormat.JSON;
  }
}
