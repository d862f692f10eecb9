package io.jenkins.plugins.sdkbootstrap.chroot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;

/** A place on this machine with a small root, and a user who runs stages in copies of it. */
final class Stages extends ExternalResource {

  /** How a stage ended: status, what its script wrote, what {@code enter.sh} wrote. */
  record Result(int status, String out, String err) {}

  private static final long DEADLINE_MILLIS = 120_000;

  private Path scratch;
  private Path classes;
  private Path template;
  private ThrowAwayUser user;
  private int count;

  @Override
  protected void before() throws Throwable {
    assumeTrue(
        "needs root with the right to mount: makes users, roots of theirs and mounts",
        PrivilegeProbe.ofThisProcess().obstacle(Privilege.ROOT, Path.of("/tmp")).isEmpty());
    assumeTrue(
        "needs sudo and newuidmap (packages sudo and uidmap): enters stages by every privilege",
        Tool.isForRoot("sudo") && Tool.isForRoot("newuidmap"));
    scratch = Files.createTempDirectory("sdkboot-chroot");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    template = SmallRoot.create(scratch.resolve("template"));
    classes = Files.createDirectory(scratch.resolve("classes"));
    for (Class<?> each : List.of(Chroot.class, Stages.class)) {
      // The user may have no way to where the build is.
      Path from = Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Class<?> one : List.of(Chroot.class, Tool.class, Digest.class)) {
        Path itsPackage = Path.of(one.getPackageName().replace('.', '/'));
        if (Files.isDirectory(from.resolve(itsPackage))) {
          Files.createDirectories(classes.resolve(itsPackage));
          SmallRoot.run(
              List.of(
                  "cp", "-R", from.resolve(itsPackage) + "/.", classes.resolve(itsPackage) + "/"));
        }
      }
    }
    user = ThrowAwayUser.able();
  }

  @Override
  protected void after() {
    try {
      if (user != null) {
        user.remove();
      }
      if (scratch != null) {
        RootRemoval.remove(scratch, Privilege.ROOT);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  ThrowAwayUser user() {
    return user;
  }

  /** A new directory of the user's. */
  Path directory(String name) throws Exception {
    Path directory = Files.createDirectories(scratch.resolve(++count + "").resolve(name));
    own(directory);
    return directory;
  }

  /** A new root that belongs to who is root under this privilege. */
  Path root(Privilege privilege, String name) throws Exception {
    Path root = SmallRoot.copyOf(template, directory("roots").resolve(name));
    if (privilege == Privilege.USERNS) {
      SmallRoot.run(List.of("chown", "-R", user.name() + ":" + user.name(), root.toString()));
    }
    return root;
  }

  /** A file of the user's with this text. */
  Path script(String... lines) throws Exception {
    Path script = directory("scripts").resolve("stage.sh");
    Files.writeString(script, String.join("\n", lines) + "\n");
    own(script);
    return script;
  }

  /** Gives a file to the user. */
  void own(Path file) throws Exception {
    SmallRoot.run(List.of("chown", user.name() + ":" + user.name(), file.toString()));
  }

  /** The command as whoever has this privilege. */
  List<String> as(Privilege privilege, List<String> command) {
    return privilege == Privilege.ROOT ? command : user.as(command);
  }

  /** Runs a stage to its end, the lifeline held. */
  Result run(StageRun run, Privilege privilege) throws Exception {
    return run(as(privilege, Chroot.command(run, privilege, EnterProgram.inline())), Map.of());
  }

  /** Runs a command to its end with an open pipe as its standard input. */
  Result run(List<String> command, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process));
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), out, err.get());
    } finally {
      process.getOutputStream().close();
    }
  }

  /** The command line of a Java program of the tests, for any user. */
  List<String> java(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", // leaves a directory of the user's in /tmp
                "-cp",
                classes.toString(),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Waits until no process has anything to do with this path, or fails. */
  static void awaitNothingLeft(Path path) throws Exception {
    long deadline = System.nanoTime() + DEADLINE_MILLIS * 1_000_000;
    List<String> left = left(path);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(50);
      left = left(path);
    }
    assertEquals(List.of(), left);
  }

  /** The processes that name this path in their command line or see it mounted. */
  static List<String> left(Path path) throws IOException, InterruptedException {
    List<String> left = processes(path, true);
    // A stage of another test that is being entered sees all mounts for a moment.
    for (int n = 0; n < 50 && !left.isEmpty() && processes(path, false).isEmpty(); n++) {
      Thread.sleep(100);
      left = processes(path, true);
    }
    return left;
  }

  private static List<String> processes(Path path, boolean mounts) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        String command = content(process.resolve("cmdline")).replace('\0', ' ');
        if (command.contains(path.toString())
            || mounts && content(process.resolve("mountinfo")).contains(path.toString())) {
          found.add(process.getFileName() + " " + command);
        }
      }
    }
    return found;
  }

  /** Every path below a directory, with the content of files. */
  static List<String> everythingIn(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .sorted()
          .map(p -> Files.isRegularFile(p) ? p + ": " + content(p) : p.toString())
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // the process ended meanwhile
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getErrorStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
