package io.jenkins.plugins.sdkbootstrap.config;

import java.util.List;
import java.util.stream.Collectors;

/** An sdk.yaml, or a file it names, is wrong. The message has one line for each problem. */
public class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<ConfigProblem> problems;

  /** With at least one problem. */
  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of the file. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
