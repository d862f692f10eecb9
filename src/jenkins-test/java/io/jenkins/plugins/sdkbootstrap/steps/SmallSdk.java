package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.chroot.SmallRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;

/**
 * An SDK of two small stages that is bootstrapped within seconds. Each stage copies the root it
 * runs in, and fails where its repository has a file {@code failN}. Its files are where every user
 * of this machine can read them.
 */
public final class SmallSdk extends ExternalResource {

  /** What the Pipeline's node block begins with: this SDK in the workspace. */
  private static final String COPY = "sh 'rm -rf -- * && cp -R %s/. .'\n";

  private static final List<String> SDK_YAML =
      List.of(
          "name: small",
          "arch: amd64",
          "release: 1.0.0",
          "seed: seed.tar",
          "repos:",
          "  base: {path: repos/base, mount: /var/repos/base}",
          "stages:",
          "  - {name: one, script: stages/one.sh}",
          "  - {name: two, script: stages/two.sh, network: false}");

  private static final List<String> STAGE =
      List.of(
          "copy() {",
          "  mkdir -p \"$STAGE_ROOT$1\"",
          "  for each in \"$1\"/*; do",
          "    if [ -d \"$each\" ]; then copy \"$each\"",
          "    elif [ -f \"$each\" ]; then",
          "      cat \"$each\" > \"$STAGE_ROOT$each\" && chmod 755 \"$STAGE_ROOT$each\" || exit 4",
          "    fi",
          "  done",
          "}",
          "echo \"stage $STAGE of $SDK_NAME $SDK_VERSION for $SDK_ARCH\"",
          "[ ! -e \"/var/repos/base/fail$STAGE\" ] || exit 3",
          "for each in /*; do",
          "  case $each in /dev | /proc | /run | /sys | /tmp | /var) ;; *) copy \"$each\" ;; esac",
          "done",
          "mkdir -m 1777 \"$STAGE_ROOT/tmp\"",
          "echo \"$STAGE $SDK_VERSION\" > \"$STAGE_ROOT/etc/made-by\"");

  private Path folder;

  @Override
  protected void before() throws Throwable {
    folder = Files.createTempDirectory(Path.of("/tmp"), "sdkboot-jenkins");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path root = SmallRoot.create(folder.resolve("root"));
    Path files = folder.resolve("files");
    write(files.resolve("sdk.yaml"), SDK_YAML);
    write(files.resolve("stages/one.sh"), STAGE);
    write(files.resolve("stages/two.sh"), STAGE);
    write(files.resolve("repos/base/recipe"), List.of("make it"));
    Process tar =
        new ProcessBuilder(
                "tar", "--numeric-owner", "-C", root.toString(), "-cf", seed().toString(), ".")
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  @Override
  protected void after() {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The seed tarball; in a workspace it is {@code seed.tar}. */
  public Path seed() {
    return folder.resolve("files/seed.tar");
  }

  /** A step that brings the SDK's files into the workspace and removes what was there. */
  public String copy() {
    return COPY.formatted(folder.resolve("files"));
  }

  /** Steps that do that, unpack the seed and run a script in it as stage 1. */
  String run(String script) {
    return copy()
        + "writeFile file: 'stage.sh', text: '''"
        + script
        + "'''\n"
        + "unpackSeed(seed: 'seed.tar', root: 'root')\n"
        + "chrootStage(stage: 1, root: 'root', script: 'stage.sh')\n";
  }
}
