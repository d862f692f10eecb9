package hudson;

import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.jenkinsci.remoting.RoleSensitive;

public final class FilePath implements org.jenkinsci.remoting.SerializableOnlyOverRemoting {
  public FilePath(VirtualChannel channel, String remote) {}

  public FilePath(File localPath) {}

  public native String getRemote();

  public native String getName();

  public native FilePath child(String relOrAbsolute);

  public native FilePath getParent();

  public native VirtualChannel getChannel();

  public native boolean isRemote();

  public native hudson.model.Computer toComputer();

  public native void mkdirs() throws IOException, InterruptedException;

  public native boolean exists() throws IOException, InterruptedException;

  public native void deleteRecursive() throws IOException, InterruptedException;

  public native InputStream read() throws IOException, InterruptedException;

  public native OutputStream write() throws IOException, InterruptedException;

  public native void copyFrom(InputStream in) throws IOException, InterruptedException;

  public native <T> T act(FileCallable<T> callable) throws IOException, InterruptedException;

  public native <T> Future<T> actAsync(FileCallable<T> callable)
      throws IOException, InterruptedException;

  public interface FileCallable<T> extends Serializable, RoleSensitive {
    T invoke(File f, VirtualChannel channel) throws IOException, InterruptedException;
  }
}
