package io.jenkins.plugins.sdkbootstrap.compress;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveMain;
import io.jenkins.plugins.sdkbootstrap.archive.Shell;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ArchiveInputTest {

  /** What makes each compression, as tools do it; one of them in more than one part. */
  private static final Map<Compression, String> TOOLS =
      Map.of(
          Compression.ZSTD, "zstd -qc plain",
          Compression.BZIP2, "head -c 100000 plain | bzip2; tail -c +100001 plain | bzip2",
          Compression.XZ, "xz -c plain",
          Compression.GZIP, "head -c 100000 plain | gzip; tail -c +100001 plain | gzip",
          Compression.NONE, "cat plain");

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  private Path base;
  private Path file;
  private byte[] content;

  @Before
  public void makeContent() throws Exception {
    base = folder.getRoot().toPath();
    file = base.resolve("misnamed.txt");
    Shell.run(base, "seq 100000 >f; tar -cf plain f");
    content = Files.readAllBytes(base.resolve("plain"));
  }

  private ArchiveInput open(ByteSource source) throws IOException {
    return ArchiveInput.open(source, Progress.NONE);
  }

  @Test
  public void recognisesEachCompressionByItsContent() throws Exception {
    for (Compression compression : Compression.values()) {
      Shell.run(base, "(" + TOOLS.get(compression) + ") >misnamed.txt");
      try (ByteSource source = ByteSource.of(file);
          ArchiveInput in = open(source)) {
        assertEquals(compression, in.compression());
        assertArrayEquals(compression.toString(), content, in.readAllBytes());
        assertEquals(
            in.sha256().hex() + "\n", Shell.text(base, "sha256sum <misnamed.txt | cut -d' ' -f1"));
      }
    }
  }

  @Test
  public void opensEachCompressionAtAnyPlace() throws Exception {
    for (Compression compression : Compression.values()) {
      Shell.run(base, "(" + TOOLS.get(compression) + ") >misnamed.txt");
      try (ByteSource source = ByteSource.of(file);
          InputStream in = ArchiveInput.openAt(source, 300_000)) {
        assertArrayEquals(
            compression.toString(),
            Arrays.copyOfRange(content, 300_000, 300_100),
            in.readNBytes(100));
      }
      ByteSource source = ByteSource.of(file);
      ArchiveException e =
          assertThrows(ArchiveException.class, () -> ArchiveInput.openAt(source, 99_000_000));
      assertEquals("the tar stream ends before byte 99000000", e.getMessage());
      source.close();
    }
  }

  @Test
  public void refusesWhatIsCutOffOrDamaged() throws Exception {
    for (Compression compression : Compression.values()) {
      if (compression == Compression.NONE) {
        continue;
      }
      Shell.run(base, "(" + TOOLS.get(compression) + ") >misnamed.txt");
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, whole.length / 2, whole.length / 2 + 64, (byte) 0x5a);
      for (byte[] bytes : new byte[][] {Arrays.copyOf(whole, whole.length - 5000), damaged}) {
        Files.write(file, bytes);
        try (ByteSource source = ByteSource.of(file);
            ArchiveInput in = open(source)) {
          ArchiveException e =
              assertThrows(compression.toString(), ArchiveException.class, () -> in.readAllBytes());
          assertTrue(e.getMessage(), !e.getMessage().contains("\n"));
        }
      }
    }
  }

  @Test
  public void refusesAnEmptyFile() throws IOException {
    Files.createFile(file);
    try (ByteSource source = ByteSource.of(file)) {
      assertEquals(
          "the archive is empty",
          assertThrows(ArchiveException.class, () -> open(source)).getMessage());
    }
  }

  @Test
  public void decompressesWithoutTools() throws Exception {
    for (Compression compression : Compression.values()) {
      Shell.run(base, "(" + TOOLS.get(compression) + ") >misnamed.txt");
      // A JVM whose PATH holds no tool.
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      ProcessBuilder builder =
          new ProcessBuilder(
              java,
              "-cp",
              System.getProperty("java.class.path"),
              ArchiveMain.class.getName(),
              "cat",
              file.toString());
      builder.environment().put("PATH", "/nonexistent");
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      assertArrayEquals(compression.toString(), content, process.getInputStream().readAllBytes());
      assertEquals(0, process.waitFor());
    }
  }
}
