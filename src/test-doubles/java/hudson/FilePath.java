package hudson;

import hudson.model.Computer;
import hudson.remoting.Future;
import hudson.remoting.Sent;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
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

  public boolean isRemote() {
    return true;
  }

  public <T> Future<T> actAsync(FileCallable<T> callable) throws IOException {
    FileCallable<T> sent = Sent.copy(callable);
    Work<T> work = new Work<>(() -> Sent.copy(sent.invoke(path.toFile(), null)));
    Computer.threadPoolForRemoting.execute(work);
    return work;
  }

  private static final class Work<T> extends FutureTask<T> implements Future<T> {
    Work(Callable<T> work) {
      super(work);
    }
  }

  /** As the real one. */
  public interface FileCallable<T> extends Serializable, RoleSensitive {
    T invoke(File f, VirtualChannel channel) throws IOException, InterruptedException;
  }
}
