package io.jenkins.plugins.sdkbootstrap.stage;

import java.util.List;
import java.util.Optional;

/**
 * A stage failed: its script failed, it made no root, or its root is not isolated. The message is
 * one line for people; the details are further lines, such as each file that is linked to something
 * outside of the root.
 */
public class StageFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> details;
  private final String failedPackage;

  /** With a complete message. */
  public StageFailedException(String message) {
    this(message, List.of());
  }

  /** With a message and the lines that belong to it. */
  public StageFailedException(String message, List<String> details) {
    this(message, details, null);
  }

  private StageFailedException(String message, List<String> details, String failedPackage) {
    super(message);
    this.details = List.copyOf(details);
    this.failedPackage = failedPackage;
  }

  /**
   * A script that failed.
   *
   * @param message what failed
   * @param end the end of its output, which may name the package that could not be built
   */
  public static StageFailedException of(String message, OutputEnd end) {
    return new StageFailedException(
        message + end.failedPackage().map(name -> ": Portage could not build " + name).orElse(""),
        end.lines(),
        end.failedPackage().orElse(null));
  }

  /** The package that could not be built, from {@link OutputEnd#failedPackage}. */
  public Optional<String> failedPackage() {
    return Optional.ofNullable(failedPackage);
  }

  /** The lines that belong to the message; may be empty. */
  public List<String> details() {
    return details;
  }
}
