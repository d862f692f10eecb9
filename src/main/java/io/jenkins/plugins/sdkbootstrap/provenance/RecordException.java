package io.jenkins.plugins.sdkbootstrap.provenance;

import java.io.IOException;

/** A provenance record is invalid. The message is one line: file, field, what is wrong. */
public class RecordException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a complete message. */
  public RecordException(String message) {
    super(message);
  }

  /** With a message that stands alone and what caused it. */
  public RecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
