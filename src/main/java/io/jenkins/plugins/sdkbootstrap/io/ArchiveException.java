package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;

/**
 * An archive, or a tree to be archived, is not what it must be. The message is one line for people:
 * what is wrong, where, and what to do.
 */
public class ArchiveException extends IOException {

  private static final long serialVersionUID = 1L;

  public ArchiveException(String message) {
    super(message);
  }

  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, with the name of the archive before it if it does not begin with that. */
  public ArchiveException in(String archive) {
    return getMessage().startsWith(archive)
        ? this
        : new ArchiveException(archive + ": " + getMessage(), this);
  }
}
