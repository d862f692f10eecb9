package jenkins.model;

import hudson.model.Item;
import hudson.security.AccessControlled;

public class Jenkins implements AccessControlled {
  public static native Jenkins get();

  public final native <T extends Item> T getItem(String pathName, Item context, Class<T> type);
}
