package io.jenkins.plugins.sdkbootstrap.provenance;

import java.io.IOException;

/**
 * A key cannot be used. The message is one line: which key, what is wrong, what to do; nothing of
 * the key itself is in it, nor in a cause.
 */
public class KeyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a message that stands alone. */
  public KeyException(String message) {
    super(message);
  }
}
