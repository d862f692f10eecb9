package io.jenkins.plugins.sdkbootstrap.agent;

import java.io.IOException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** An artifact is not what it was when it was archived. */
@Restricted(NoExternalUse.class)
public final class DamagedArtifactException extends IOException {

  private static final long serialVersionUID = 1L;

  public DamagedArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
