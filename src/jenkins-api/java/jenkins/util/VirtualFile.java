package jenkins.util;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URL;

public abstract class VirtualFile implements Comparable<VirtualFile>, Serializable {
  public abstract String getName();

  public abstract boolean isFile() throws IOException;

  public abstract VirtualFile[] list() throws IOException;

  public abstract VirtualFile child(String name);

  public abstract long length() throws IOException;

  public abstract InputStream open() throws IOException;

  public native URL toExternalURL() throws IOException;

  @Override
  public final native int compareTo(VirtualFile o);
}
