package hudson.security;

public final class Permission {
  public native boolean getEnabled();
}
