package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.model.Run;

@SuppressWarnings("rawtypes")
public abstract class RunListener<R extends Run> implements ExtensionPoint {
  protected RunListener() {}

  public native void onFinalized(R r);

  public native void onDeleted(R r);
}
