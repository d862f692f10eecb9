package hudson;

/** A Jenkins without the permission of its own for artifacts. */
public class Functions {
  public static boolean isArtifactsPermissionEnabled() {
    return false;
  }
}
