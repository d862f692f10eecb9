package jenkins.util;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A file of this machine. */
public abstract class VirtualFile implements Comparable<VirtualFile>, Serializable {

  public static VirtualFile of(Path path) {
    return new OfPath(path);
  }

  public abstract String getName();

  public abstract boolean isFile() throws IOException;

  public abstract VirtualFile[] list() throws IOException;

  public abstract VirtualFile child(String name);

  public abstract long length() throws IOException;

  public abstract InputStream open() throws IOException;

  public URL toExternalURL() throws IOException {
    return null;
  }

  @Override
  public final int compareTo(VirtualFile o) {
    return getName().compareTo(o.getName());
  }

  private static final class OfPath extends VirtualFile {
    private final transient Path path;

    OfPath(Path path) {
      this.path = path;
    }

    @Override
    public String getName() {
      return path.getFileName().toString();
    }

    @Override
    public boolean isFile() {
      return Files.isRegularFile(path);
    }

    @Override
    public VirtualFile[] list() throws IOException {
      if (!Files.isDirectory(path)) {
        return new VirtualFile[0];
      }
      try (Stream<Path> files = Files.list(path)) {
        return files.map(VirtualFile::of).toArray(VirtualFile[]::new);
      }
    }

    @Override
    public VirtualFile child(String name) {
      return of(path.resolve(name));
    }

    @Override
    public long length() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }
}
