package io.jenkins.plugins.sdkbootstrap.stage;

import java.util.List;

/**
 * A stage did not come to what it must be: its script failed, it made no root, or its root is not
 * by itself. The message is one line for people; the details are further lines, such as each file
 * that is linked out of the root.
 */
public class StageFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> details;

  /** With a message that stands alone. */
  public StageFailedException(String message) {
    this(message, List.of());
  }

  /** With a message and the lines that belong to it. */
  public StageFailedException(String message, List<String> details) {
    super(message);
    this.details = List.copyOf(details);
  }

  /** The lines that belong to the message, perhaps none. */
  public List<String> details() {
    return details;
  }
}
