package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A root made of a few programs of this machine and the libraries they need. */
public final class SmallRoot {

  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "cat",
          "chmod",
          "env",
          "hostname",
          "id",
          "ls",
          "mkdir",
          "mount",
          "perl",
          "rm",
          "setsid",
          "sleep",
          "touch",
          "umount");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private SmallRoot() {}

  /** Makes one at a path that does not exist yet. */
  public static Path create(Path root) throws Exception {
    return create(root, PROGRAMS);
  }

  /** Makes one with these programs at a path that does not exist yet. */
  public static Path create(Path root, List<String> programs) throws Exception {
    for (String directory : List.of("bin", "etc", "root", "tmp")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.setPosixFilePermissions(
        root.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    for (String program : programs) {
      Path file = find(program);
      copy(file, root.resolve("bin").resolve(program));
      Matcher libraries = LIBRARY.matcher(Tool.run(List.of("ldd", file.toString())).output());
      while (libraries.find()) {
        Path library = Path.of(libraries.group(1));
        copy(library, root.resolve(Path.of("/").relativize(library)));
      }
    }
    return root;
  }

  /** Copies a root with links, modes and owners. */
  static Path copyOf(Path root, Path to) throws Exception {
    run(List.of("cp", "-a", "--", root.toString(), to.toString()));
    return to;
  }

  static void run(List<String> command) throws Exception {
    Tool.Result<String> result = Tool.run(command);
    assertEquals(result.output(), 0, result.status());
  }

  private static Path find(String program) throws IOException {
    for (String directory : List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
      Path file = Path.of(directory, program);
      if (Files.isExecutable(file)) {
        return file.toRealPath();
      }
    }
    throw new IOException("this machine has no " + program);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
