package hudson;

import hudson.model.Computer;
import hudson.remoting.Sent;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.jenkinsci.remoting.RoleSensitive;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** A file of this machine; work for it goes through serialization, there and back. */
public final class FilePath implements SerializableOnlyOverRemoting {

  private final Path path;

  public FilePath(VirtualChannel channel, String remote) {
    path = Path.of(remote);
  }

  public FilePath(File localPath) {
    path = localPath.toPath();
  }

  public String getRemote() {
    return path.toString();
  }

  public FilePath child(String relOrAbsolute) {
    return new FilePath(null, path.resolve(relOrAbsolute).toString());
  }

  public VirtualChannel getChannel() {
    return null;
  }

  public Computer toComputer() {
    return Computer.of(path);
  }

  public <T> T act(FileCallable<T> callable) throws IOException, InterruptedException {
    return Sent.copy(Sent.copy(callable).invoke(path.toFile(), null));
  }

  /** As the real one. */
  public interface FileCallable<T> extends Serializable, RoleSensitive {
    T invoke(File f, VirtualChannel channel) throws IOException, InterruptedException;
  }
}
