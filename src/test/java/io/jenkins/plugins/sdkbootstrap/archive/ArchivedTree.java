package io.jenkins.plugins.sdkbootstrap.archive;

import com.github.luben.zstd.ZstdInputStream;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tree that a shell script makes, and its archive with all that belongs to it. */
public final class ArchivedTree {

  /** Names that only bytes can hold, every kind of file that an ordinary user can make. */
  public static final String ODD =
      """
      umask 022
      mkdir -p usr/bin 'sp ace' etc
      printf 'root\\n' > etc/passwd
      printf 'echo hello\\n' > usr/bin/hello
      chmod 4755 usr/bin/hello
      ln usr/bin/hello usr/bin/world
      ln -s hello usr/bin/link
      ln -s /etc/passwd usr/bin/absolute
      ln -s ../../../../../etc/passwd outside
      ln -s usr/bin bin
      ln -s loop loop
      printf 'x' > "$(printf 'new\\nline')"
      printf 'y' > "$(printf 'bad\\377utf8')"
      printf 'z' > '<script>alert(1)'
      printf 'w' > 'back\\slash # = * [a] ?'
      printf 'tab' > "$(printf 'sp ace/t\\tab')"
      ln -s "$(printf 'to\\n\\377 x')" 'sp ace/link'
      ln "$(printf 'new\\nline')" 'sp ace/a,b'
      mkfifo pipe
      : > empty
      truncate -s 3M sparse
      printf 'end' >> sparse
      touch -d '2020-01-01 00:00:00.000000005' etc/passwd
      touch -d '1960-05-06 07:08:09.25' empty
      chmod 1777 'sp ace'
      """;

  public final Path root;
  public final Path archive;
  public final WrittenArchive written;

  private ArchivedTree(Path root, Path archive, WrittenArchive written) {
    this.root = root;
    this.archive = archive;
    this.written = written;
  }

  /** Runs the script in a new folder and archives that. */
  public static ArchivedTree make(
      Path folder, String archiveName, String script, EntryVisitor... visitors)
      throws IOException, InterruptedException {
    return make(folder, archiveName, script, DigestAlgorithm.DEFAULT, visitors);
  }

  /** The same with checksums by these algorithms. */
  static ArchivedTree make(
      Path folder,
      String archiveName,
      String script,
      List<DigestAlgorithm> algorithms,
      EntryVisitor... visitors)
      throws IOException, InterruptedException {
    Path root = folder.resolve("root");
    run(folder, "mkdir", "-p", root.toString());
    run(root, "sh", "-euc", script);
    Path archive = folder.resolve(archiveName);
    Compression compression = Compression.ofName(archiveName).orElseThrow();
    ArchiveRequest request =
        new ArchiveRequest(
            root,
            archive,
            compression,
            0,
            List.of(),
            4_000_000_000L,
            Elevation.NONE,
            Progress.NONE,
            OutputStream.nullOutputStream(),
            List.of(visitors));
    try (ArchiveSet set = ArchiveSet.stage(request, algorithms)) {
      set.commit();
      return new ArchivedTree(root, archive, set.written());
    }
  }

  public ArchiveFiles files() {
    return new ArchiveFiles(archive);
  }

  /** Decompresses a Zstandard file beside it, its ending taken off; not every system has zstd. */
  public static void unzstd(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".zst", "");
    try (InputStream in = new ZstdInputStream(Files.newInputStream(file))) {
      Files.copy(in, file.resolveSibling(name));
    }
  }

  /** Runs a command; returns what it said, one char a byte. */
  public static String run(Path folder, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] said = process.getInputStream().readAllBytes();
    String text = new String(said, StandardCharsets.ISO_8859_1);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + ": " + text);
    }
    return text;
  }

  /** Whether this system has a command. */
  public static boolean has(String command) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
  }

  /** Whether tests run as root, who alone can make device nodes. */
  public static boolean isRoot() throws IOException, InterruptedException {
    return run(Path.of("/"), "id", "-u").equals("0\n");
  }
}
