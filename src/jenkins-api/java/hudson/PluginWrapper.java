package hudson;

public class PluginWrapper {
  public native String getVersion();
}
