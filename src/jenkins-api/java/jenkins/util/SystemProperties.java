package jenkins.util;

public class SystemProperties {
  public static native Long getLong(String name, Long def);
}
