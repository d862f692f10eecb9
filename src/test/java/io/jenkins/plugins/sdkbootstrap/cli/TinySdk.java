package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.rules.TemporaryFolder;

/**
 * A whole SDK in little: its seed is this machine's shell with the libraries it needs, its stages
 * copy what they run on and write down that they ran. Bootstrapped for real, in seconds. As a rule
 * it is made for each test, which is skipped where this process cannot enter a chroot.
 */
final class TinySdk extends TemporaryFolder {

  private static final List<String> PROGRAMS =
      List.of("sh", "cat", "cp", "ln", "ls", "mkdir", "rm", "sleep");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  static final String VERSION = "1.0+2026-11-25-1200";

  private Path directory;

  /** What a command came to. */
  record Outcome(int status, String out, String err) {

    /** All that was said, for messages. */
    @Override
    public String toString() {
      return "status " + status + "\n" + out + err;
    }

    Outcome requireDone() {
      assertEquals(toString(), Exit.DONE, status);
      return this;
    }
  }

  @Override
  protected void before() throws Throwable {
    super.before();
    directory = getRoot().toPath();
    try {
      assumeChroot(directory);
      fill();
    } catch (Throwable e) {
      delete(); // a rule that does not come so far is not asked to
      throw e;
    }
  }

  /** Where it is, with the sdk.yaml. */
  Path directory() {
    return directory;
  }

  /** Skips the test where this process cannot enter a chroot, and says why. */
  static void assumeChroot(Path directory) throws Exception {
    Preflight preflight =
        Preflight.check(
            new Preflight.Need(
                PrivilegeSetting.AUTO, directory, System.getProperty("os.arch"), 0, 0));
    assumeTrue("no privilege to enter a chroot: " + preflight.findings(), preflight.passed());
  }

  /** Makes one in an empty directory: an sdk.yaml of three stages and all it names. */
  static TinySdk create(Path directory) throws Exception {
    TinySdk sdk = new TinySdk();
    sdk.directory = directory;
    sdk.fill();
    return sdk;
  }

  private void fill() throws Exception {
    Files.createDirectories(directory.resolve("repo"));
    Files.writeString(directory.resolve("repo/version"), "repo 1\n");
    Files.createDirectories(directory.resolve("stages"));
    for (int n = 1; n <= 3; n++) {
      script(n, "");
    }
    write(
        "sdk.yaml",
        """
        name: tiny-sdk
        arch: %s
        seed: seed.tar
        repos:
          base: {path: repo, mount: /repos/base}
        caches:
          files: /var/cache/files
        stages:
          - {name: minimal toolchain, script: stages/stage1.sh, repos: seed, network: false}
          - {name: toolchain, script: stages/stage2.sh, isolated: true, network: false}
          - {name: SDK, script: stages/stage3.sh, isolated: true, archiveRepos: true}
        """
            .formatted(System.getProperty("os.arch")));
    makeSeed();
  }

  /** The seed of all of them in this JVM. */
  private static Path seed;

  /**
   * What whole bootstraps of this JVM came to, by what they were made from: the same is not made
   * twice, as it takes seconds.
   */
  private static final Map<String, Made> MADE = new HashMap<>();

  private record Made(Path of, Path store, Outcome outcome) {}

  private void makeSeed() throws Exception {
    if (seed == null) {
      makeRoot();
      seed = scratch().resolve("seed.tar");
      Files.copy(path("seed.tar"), seed);
    } else {
      Files.copy(seed, path("seed.tar"));
    }
  }

  /** A directory that is gone with this JVM. */
  private static Path scratch() throws IOException {
    Path scratch = Files.createTempDirectory("tiny-sdk");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    run("rm", "-rf", scratch.toString());
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
    return scratch;
  }

  private void makeRoot() throws Exception {
    Path root = directory.resolve("seed");
    for (String folder : List.of("bin", "etc", "root", "tmp", "repos/base")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("repos/base/version"), "repo of the seed\n");
    Files.writeString(root.resolve("etc/history"), "seed\n");
    for (String program : PROGRAMS) {
      Path file = find(program);
      copy(file, root.resolve("bin").resolve(program));
      Matcher libraries = LIBRARY.matcher(run("ldd", file.toString()));
      while (libraries.find()) {
        Path library = Path.of(libraries.group(1));
        copy(library, root.resolve(Path.of("/").relativize(library)));
      }
    }
    run("tar", "--create", "--file=" + path("seed.tar"), "--directory=" + root, ".");
    run("rm", "-rf", root.toString());
  }

  /** Writes the script of a stage; it copies its own root, and does this besides. */
  void script(int stage, String more) throws IOException {
    write(
        "stages/stage" + stage + ".sh",
        """
        set -eu
        mkdir "$STAGE_ROOT/root" "$STAGE_ROOT/tmp" "$STAGE_ROOT/repos"
        for folder in /bin /etc /lib /lib64; do
          if [ -d "$folder" ]; then cp -a "$folder" "$STAGE_ROOT"; fi
        done
        echo "stage $STAGE with $(cat /repos/base/version)" >> "$STAGE_ROOT/etc/history"
        echo "building stage $STAGE of $SDK_NAME"
        """
            + more);
  }

  void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** The tarball of a stage in the store, as of {@link #VERSION}. */
  Path tarball(int stage) {
    return path(
        "store/tiny-sdk/stage"
            + stage
            + "-"
            + System.getProperty("os.arch")
            + "-"
            + VERSION
            + ".tar.zst");
  }

  /** Runs the command with the store and the sdk.yaml of this SDK, continuing {@link #VERSION}. */
  Outcome bootstrap(String... arguments) {
    if (arguments.length > 0 || Files.exists(path("store"))) {
      return really(arguments);
    }
    try {
      String key = files();
      Made made = MADE.get(key);
      if (made == null) {
        Outcome outcome = really();
        if (outcome.status() == Exit.DONE) {
          Path copy = scratch().resolve("store");
          run("cp", "-a", path("store").toString(), copy.toString());
          MADE.put(key, new Made(directory, copy, outcome));
        }
        return outcome;
      }
      run("cp", "-a", made.store().toString(), path("store").toString());
      String from = made.of().toString();
      return new Outcome(
          Exit.DONE,
          made.outcome().out().replace(from, directory.toString()),
          made.outcome().err().replace(from, directory.toString()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Everything that is here, with modes, links and digests. */
  private String files() throws Exception {
    return run(
        "sh",
        "-c",
        "cd \"$1\" && find . -printf '%p %y %m %U %l\\n' | LC_ALL=C sort"
            + " && find . -type f -exec sha256sum {} + | LC_ALL=C sort",
        "sh",
        directory.toString());
  }

  private Outcome really(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(options());
    return command(all.toArray(new String[0]));
  }

  List<String> options() {
    return List.of(
        "--config", path("sdk.yaml").toString(),
        "--store", path("store").toString(),
        "--version", VERSION);
  }

  /** Runs the command with these arguments as they are. */
  static Outcome command(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            arguments,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The names of what is in a directory of this SDK, sorted. */
  List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(String.join(" ", command) + "\n" + said, 0, process.waitFor());
    return said;
  }

  private static Path find(String program) throws IOException {
    for (String folder : List.of("/usr/bin", "/bin")) {
      Path file = Path.of(folder, program);
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
