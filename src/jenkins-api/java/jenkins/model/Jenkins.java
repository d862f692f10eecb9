package jenkins.model;

import hudson.Plugin;
import hudson.PluginManager;
import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.security.AccessControlled;

public class Jenkins implements AccessControlled {
  public static final hudson.security.Permission ADMINISTER = null;

  public static final hudson.security.Permission READ = null;

  public static final hudson.security.Permission SYSTEM_READ = null;

  public static native Jenkins get();

  public native boolean isTerminating();

  public native PluginManager getPluginManager();

  public native Plugin getPlugin(String shortName);

  public native String getRootUrl();

  public native java.io.File getRootDir();

  public native hudson.model.Computer getComputer(String name);

  public native ProxyConfiguration getProxy();

  public native <T extends Item> Iterable<T> allItems(Class<T> type);

  public final native <T extends Item> T getItem(String pathName, Item context, Class<T> type);
}
