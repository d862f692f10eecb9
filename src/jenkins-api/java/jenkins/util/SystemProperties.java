package jenkins.util;

public class SystemProperties {
  private SystemProperties() {}

  public static native Long getLong(String name, Long def);
}
