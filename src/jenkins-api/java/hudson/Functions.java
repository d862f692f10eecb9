package hudson;

public class Functions {
  public static native boolean isArtifactsPermissionEnabled();
}
