package hudson;

/** A Jenkins without the permission of its own for artifacts, unless a test turns it on. */
public class Functions {

  private static boolean artifactsPermission;

  public static void enableArtifactsPermission(boolean enabled) {
    artifactsPermission = enabled;
  }

  public static boolean isArtifactsPermissionEnabled() {
    return artifactsPermission;
  }

  public static String humanReadableByteSize(long size) {
    return size + " B";
  }
}
