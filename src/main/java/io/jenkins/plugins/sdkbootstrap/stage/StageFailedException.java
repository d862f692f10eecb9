package io.jenkins.plugins.sdkbootstrap.stage;

import java.util.List;
import java.util.Optional;

/**
 * A stage did not come to what it must be: its script failed, it made no root, or its root is not
 * by itself. The message is one line for people; the details are further lines, such as each file
 * that is linked out of the root.
 */
public class StageFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> details;
  private final String failedPackage;

  /** With a message that stands alone. */
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
   * @param end of what it wrote, which may tell the package that could not be built
   */
  public static StageFailedException of(String message, OutputEnd end) {
    return new StageFailedException(
        message + end.failedPackage().map(name -> ": Portage could not build " + name).orElse(""),
        end.lines(),
        end.failedPackage().orElse(null));
  }

  /** The package that could not be built, as {@link OutputEnd#failedPackage} tells it. */
  public Optional<String> failedPackage() {
    return Optional.ofNullable(failedPackage);
  }

  /** The lines that belong to the message, perhaps none. */
  public List<String> details() {
    return details;
  }
}
