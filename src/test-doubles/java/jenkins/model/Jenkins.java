package jenkins.model;

import hudson.PluginManager;
import hudson.PluginWrapper;
import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Jenkins of a few jobs. */
public class Jenkins implements AccessControlled {

  public static final Permission ADMINISTER = null;
  public static final Permission READ = null;
  public static final Permission SYSTEM_READ = null;

  private static final Jenkins INSTANCE = new Jenkins();

  private final Map<String, Item> items = new HashMap<>();

  public static Jenkins get() {
    return INSTANCE;
  }

  public void add(Item item) {
    items.put(item.getFullName(), item);
  }

  public void remove(Item item) {
    items.remove(item.getFullName());
  }

  public Stream<Item> items() {
    return List.copyOf(items.values()).stream();
  }

  private boolean permitted = true;

  public void permit(boolean permitted) {
    this.permitted = permitted;
  }

  @Override
  public void checkPermission(Permission permission) {
    if (!permitted) {
      throw new SecurityException("forbidden");
    }
  }

  public PluginManager getPluginManager() {
    return new PluginManager() {
      @Override
      public PluginWrapper whichPlugin(Class<?> c) {
        return null;
      }
    };
  }

  public ProxyConfiguration getProxy() {
    return null;
  }

  public boolean isTerminating() {
    return false;
  }

  private File home;

  /** A directory that goes with the JVM. */
  public synchronized File getRootDir() {
    if (home == null) {
      try {
        home = Files.createTempDirectory("jenkins-home").toFile();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      File created = home;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(created)));
    }
    return home;
  }

  private static void delete(File home) {
    for (File file : home.listFiles()) {
      file.delete();
    }
    home.delete();
  }

  public String getRootUrl() {
    return "https://jenkins.example/";
  }

  public <T extends Item> Iterable<T> allItems(Class<T> type) {
    return items().filter(type::isInstance).map(type::cast).toList();
  }

  public final <T extends Item> T getItem(String pathName, Item context, Class<T> type) {
    Item item = items.get(pathName.startsWith("/") ? pathName.substring(1) : pathName);
    return type.isInstance(item) ? type.cast(item) : null;
  }
}
