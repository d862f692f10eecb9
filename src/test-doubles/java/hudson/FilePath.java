package hudson;

import hudson.model.Computer;
import hudson.remoting.Future;
import hudson.remoting.Sent;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    FutureTask<T> work = new FutureTask<>(() -> Sent.copy(sent.invoke(path.toFile(), null)));
    Computer.threadPoolForRemoting.execute(work);
    return new Future<>() {
      @Override
      public boolean cancel(boolean interrupt) {
        return work.cancel(interrupt);
      }

      @Override
      public boolean isCancelled() {
        return work.isCancelled();
      }

      @Override
      public boolean isDone() {
        return work.isDone();
      }

      @Override
      public T get() throws InterruptedException, ExecutionException {
        return work.get();
      }

      @Override
      public T get(long timeout, TimeUnit unit)
          throws InterruptedException, ExecutionException, TimeoutException {
        return work.get(timeout, unit);
      }
    };
  }

  /** As the real one. */
  public interface FileCallable<T> extends Serializable, RoleSensitive {
    T invoke(File f, VirtualChannel channel) throws IOException, InterruptedException;
  }
}
