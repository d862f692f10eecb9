package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;

/**
 * An archive, or a tree to be archived, is not what it must be. The message is one line for people:
 * what is wrong, where, and what to do.
 */
public class ArchiveException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a message that stands alone. */
  public ArchiveException(String message) {
    super(message);
  }

  /** With a message that stands alone and what caused it. */
  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
