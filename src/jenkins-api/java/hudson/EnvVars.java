package hudson;

public class EnvVars extends java.util.TreeMap<String, String> {
  public EnvVars() {}

  public EnvVars(java.util.Map<String, String> m) {}
}
