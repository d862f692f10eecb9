package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that fits into memory, with errors that name it: the JDK's own often do not. */
public final class SmallFile {

  private SmallFile() {}

  /**
   * The bytes of a file, up to a number.
   *
   * @param most how many are read of a larger file
   * @throws ArchiveException if it is a directory
   * @throws IOException if it cannot be read
   */
  public static byte[] read(Path file, int most) throws IOException {
    if (Files.isDirectory(file)) {
      throw new ArchiveException(file + " is a directory, not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new MachineException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
