package hudson;

import hudson.model.Describable;
import hudson.model.Saveable;
import java.io.IOException;
import java.io.Serializable;
import java.net.http.HttpClient;

public final class ProxyConfiguration
    implements Describable<ProxyConfiguration>, Saveable, Serializable {
  public static native HttpClient.Builder newHttpClientBuilder();

  @Override
  public native void save() throws IOException;
}
