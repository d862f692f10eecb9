package hudson;

public class Functions {
  public static native boolean isArtifactsPermissionEnabled();

  public static native String humanReadableByteSize(long size);
}
