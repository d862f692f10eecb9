package io.jenkins.plugins.sdkbootstrap.steps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.ArtifactManagerFactory;
import jenkins.model.ArtifactManagerFactoryDescriptor;
import jenkins.util.VirtualFile;
import org.jvnet.hudson.test.TestExtension;

/** Artifacts on a server of their own, as those on S3 are: it answers requests for ranges. */
public final class RemoteArtifacts {

  private static final String CONTEXT = "/bucket/";

  private static Path folder;
  private static HttpServer server;

  /** What the URLs of artifacts name. */
  static String host = "127.0.0.1";

  /** A line for each request of a tarball: its path, and the range. */
  static final List<String> REQUESTS = Collections.synchronizedList(new ArrayList<>());

  /** The tarballs that the controller has read itself. */
  static final List<String> OPENED = Collections.synchronizedList(new ArrayList<>());

  /** Serves what is in a folder from now on. */
  static void serve(Path path) throws IOException {
    folder = path;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(CONTEXT, RemoteArtifacts::answer);
    server.start();
    ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new Factory());
  }

  /** Ends that. */
  static void stop() {
    server.stop(0);
  }

  private RemoteArtifacts() {}

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(CONTEXT.length());
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (path.endsWith(".tar.zst")) {
      REQUESTS.add(path + " " + range);
    }
    try (exchange;
        RandomAccessFile file = new RandomAccessFile(folder.resolve(path).toFile(), "r")) {
      long from = 0;
      long to = file.length() - 1;
      if (range != null) {
        String[] ends = range.substring("bytes=".length()).split("-");
        from = Long.parseLong(ends[0]);
        to = Math.min(to, Long.parseLong(ends[1]));
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + to + "/" + file.length());
      }
      byte[] bytes = new byte[(int) (to - from + 1)];
      file.seek(from);
      file.readFully(bytes);
      exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(bytes);
      }
    }
  }

  /** Makes all builds keep their artifacts there. */
  public static final class Factory extends ArtifactManagerFactory {
    @Override
    public ArtifactManager managerFor(Run<?, ?> build) {
      return new Manager(build.getExternalizableId().replace('#', '/'));
    }

    /** Makes it known. */
    @TestExtension
    public static final class DescriptorImpl extends ArtifactManagerFactoryDescriptor {}
  }

  private static final class Manager extends ArtifactManager {
    private final String prefix;

    Manager(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public void onLoad(Run<?, ?> build) {}

    @Override
    public void archive(
        FilePath workspace,
        Launcher launcher,
        BuildListener listener,
        Map<String, String> artifacts)
        throws IOException, InterruptedException {
      for (Map.Entry<String, String> artifact : artifacts.entrySet()) {
        FilePath to = new FilePath(folder.resolve(prefix).resolve(artifact.getKey()).toFile());
        workspace.child(artifact.getValue()).copyTo(to);
      }
    }

    @Override
    public boolean delete() throws IOException, InterruptedException {
      new FilePath(folder.resolve(prefix).toFile()).deleteRecursive();
      return true;
    }

    @Override
    public VirtualFile root() {
      return new RemoteFile(prefix);
    }
  }

  private static final class RemoteFile extends VirtualFile {
    private final String path;

    RemoteFile(String path) {
      this.path = path;
    }

    private File file() {
      return folder.resolve(path).toFile();
    }

    @Override
    public String getName() {
      return file().getName();
    }

    @Override
    public URI toURI() {
      return file().toURI();
    }

    @Override
    public URL toExternalURL() throws IOException {
      String name = file().toURI().getRawPath().substring(folder.toUri().getRawPath().length());
      int port = server.getAddress().getPort();
      return URI.create("http://" + host + ":" + port + CONTEXT + name).toURL();
    }

    @Override
    public VirtualFile getParent() {
      return new RemoteFile(Path.of(path).getParent().toString());
    }

    @Override
    public boolean isDirectory() {
      return file().isDirectory();
    }

    @Override
    public boolean isFile() {
      return file().isFile();
    }

    @Override
    public boolean exists() {
      return file().exists();
    }

    @Override
    public VirtualFile[] list() {
      String[] names = file().list();
      return Stream.of(names == null ? new String[0] : names)
          .map(this::child)
          .toArray(VirtualFile[]::new);
    }

    @Override
    public VirtualFile child(String name) {
      return new RemoteFile(path + "/" + name);
    }

    @Override
    public long length() {
      return file().length();
    }

    @Override
    public long lastModified() {
      return file().lastModified();
    }

    @Override
    public boolean canRead() {
      return file().canRead();
    }

    @Override
    public InputStream open() throws IOException {
      if (path.endsWith(".tar.zst")) {
        OPENED.add(path);
      }
      return Files.newInputStream(file().toPath());
    }
  }
}
