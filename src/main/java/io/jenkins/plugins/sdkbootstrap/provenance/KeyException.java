package io.jenkins.plugins.sdkbootstrap.provenance;

import java.io.IOException;

/**
 * A key cannot be used. The message is one line: which key, what is wrong, what to do. Neither the
 * message nor a cause has a part of the key.
 */
public class KeyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a complete message. */
  public KeyException(String message) {
    super(message);
  }
}
