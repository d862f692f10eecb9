package io.jenkins.plugins.sdkbootstrap.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A directory of plain files, which closing removes.
 *
 * @param path where it is
 */
@Restricted(NoExternalUse.class)
public record TempDirectory(Path path) implements Closeable {

  @Override
  public void close() throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
