package io.jenkins.plugins.sdkbootstrap.pipeline;

import java.io.IOException;

/** An artifact is not what it was when it was archived. */
final class DamagedArtifactException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
