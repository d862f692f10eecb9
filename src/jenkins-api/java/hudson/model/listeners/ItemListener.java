package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.model.Item;

public class ItemListener implements ExtensionPoint {
  public native void onLoaded();

  public native void onCheckDelete(Item item);

  public native void onDeleted(Item item);

  public native void onLocationChanged(Item item, String oldFullName, String newFullName);
}
