package hudson.slaves;

import hudson.FilePath;

/** As the real one. */
public final class WorkspaceList {
  public static FilePath tempDir(FilePath ws) {
    return new FilePath(null, ws.getRemote() + "@tmp");
  }
}
