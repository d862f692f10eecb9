package hudson;

import hudson.model.Describable;
import hudson.model.Saveable;
import hudson.util.Secret;
import java.io.IOException;
import java.io.Serializable;

public final class ProxyConfiguration
    implements Describable<ProxyConfiguration>, Saveable, Serializable {
  public native String getName();

  public native int getPort();

  public native String getUserName();

  public native Secret getSecretPassword();

  public native String getNoProxyHost();

  @Override
  public native void save() throws IOException;
}
