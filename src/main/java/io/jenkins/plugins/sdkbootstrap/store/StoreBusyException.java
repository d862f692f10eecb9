package io.jenkins.plugins.sdkbootstrap.store;

import java.io.IOException;

/** Somebody else works on the store. The message names the store and the holder of its lock. */
public class StoreBusyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a complete message. */
  public StoreBusyException(String message) {
    super(message);
  }
}
