package io.jenkins.plugins.sdkbootstrap.build;

import java.io.IOException;

/** An artifact is not what it was when it was archived. */
public final class DamagedArtifactException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
