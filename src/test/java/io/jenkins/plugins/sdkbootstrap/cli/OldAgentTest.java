package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Bootstraps on agents that have little: they work, or end with a line that says what to install.
 */
@Category(Mounts.class)
public class OldAgentTest {

  /** What a small image, such as Alpine's, is to install. */
  private static final List<String> PACKAGES =
      List.of(
          // GNU tar, coreutils
          "tar chmod cp cat env id ls mkdir mv readlink rm sleep stat touch true uname",
          // util-linux, mount
          "mount umount unshare nsenter setpriv setsid pivot_root mountpoint");

  @Rule public final TinySdk sdk = new TinySdk();

  @Test
  public void refusesAMachineThatHasBusyBoxOnly() throws Exception {
    try (SdkProcess command = start(onlyWith(busyBox()), sdk.options())) {
      requireExit(Exit.WRONG_INPUT, command);
      for (String what : List.of("GNU tar", "coreutils", "util-linux and mount")) {
        assertTrue(
            what + " in " + command.err(),
            command.err().lines().anyMatch(l -> l.contains("install " + what)));
      }
    }
  }

  @Test
  public void worksWithBusyBoxWhereThePackagesItNamesAreInstalled() throws Exception {
    Path bin = busyBox();
    for (String tool : String.join(" ", PACKAGES).split(" ")) {
      install(tool, bin);
    }
    assertFalse("this is no machine without bash", Files.exists(bin.resolve("bash")));
    if (prefersItsOwnPrograms(bin)) {
      install("sh", bin);
    }
    try (SdkProcess command = start(onlyWith(bin), sdk.options())) {
      requireExit(Exit.DONE, command);
    }
    requireSameAsHere();
  }

  @Test
  public void refusesAShellThatPrefersItsOwnPrograms() throws Exception {
    Path bin = busyBox();
    for (String tool : String.join(" ", PACKAGES).split(" ")) {
      install(tool, bin);
    }
    assumeTrue("this BusyBox runs what is in PATH", prefersItsOwnPrograms(bin));
    try (SdkProcess command = start(onlyWith(bin), sdk.options())) {
      requireExit(Exit.WRONG_INPUT, command);
      assertTrue(
          command.said(), command.err().contains("of util-linux: install dash or bash as sh"));
    }
  }

  @Test
  public void saysOfAnotherTarThatAPlanNeedsGnuTar() throws Exception {
    List<String> plan = new ArrayList<>(List.of("plan"));
    plan.addAll(sdk.options());
    try (SdkProcess command = start(onlyWith(busyBox()), plan)) {
      requireExit(Exit.FAILED, command);
      assertTrue(command.said(), command.err().contains("install GNU tar"));
    }
  }

  @Test
  public void worksInThePosixLocaleWithNamesThatAreNotAscii() throws Exception {
    Files.writeString(sdk.path("repo/Gr\u00fc\u00dfe"), "in the repository");
    sdk.script(
        1,
        "echo x >\"$STAGE_ROOT/etc/\u00e4\u4e2d\"; echo y >\"$STAGE_ROOT/etc/$(printf '\\377')\"\n");
    try (SdkProcess command = start(List.of("env", "-u", "LANG", "LC_ALL=POSIX"), sdk.options())) {
      requireExit(Exit.DONE, command);
      assertFalse(command.said(), command.said().contains("differs today"));
    }
    TinySdk.Outcome here = sdk.bootstrap().requireDone();
    assertFalse(here.toString(), here.out().contains("differs today"));
    requireSameAsHere();
  }

  @Test
  public void worksWithAnEmptyEnvironment() throws Exception {
    try (SdkProcess command = start(List.of("env", "-i"), sdk.options())) {
      requireExit(Exit.DONE, command);
    }
    requireSameAsHere();
  }

  @Test
  public void worksWithTheLeastPathOfAnOrdinaryUser() throws Exception {
    try (SdkProcess command = start(List.of("env", "-i", "PATH=/usr/bin:/bin"), sdk.options())) {
      requireExit(Exit.DONE, command);
    }
    requireSameAsHere();
  }

  @Test
  public void worksWhereTheClockIsSetBackBetweenStages() throws Exception {
    assumeTrue("needs faketime", isInstalled("faketime"));
    sdk.bootstrap("stage1").requireDone();
    List<String> lastYear = List.of("env", "DONT_FAKE_MONOTONIC=1", "faketime", "-f", "-370d");
    try (SdkProcess command = start(lastYear, sdk.options())) {
      requireExit(Exit.DONE, command);
    }
    String record = sdk.tarball(2).toString().replace(".tar.zst", ".intoto.json");
    assertTrue(Files.readString(Path.of(record)).contains("\"finishedOn\" : \"2025-"));
    TinySdk.command("verify", "--chain", sdk.tarball(3).toString()).requireDone();
    requireSameAsHere();
  }

  private static void requireExit(int expected, SdkProcess command) throws Exception {
    int status = command.await();
    assertEquals(command.said(), expected, status);
  }

  /** The same bytes as a bootstrap by this process makes. */
  private void requireSameAsHere() throws Exception {
    List<byte[]> there = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      there.add(Files.readAllBytes(sdk.tarball(n)));
    }
    sdk.bootstrap("--rebuild").requireDone();
    for (int n = 1; n <= 3; n++) {
      assertArrayEquals(there.get(n - 1), Files.readAllBytes(sdk.tarball(n)));
    }
  }

  private SdkProcess start(List<String> prefix, List<String> arguments) throws Exception {
    return SdkProcess.start(sdk.path(""), prefix, arguments);
  }

  /** A directory with BusyBox and a link for each of its programs. */
  private Path busyBox() throws Exception {
    assumeTrue("needs busybox", isInstalled("busybox"));
    assumeTrue(
        "needs real root: hides the programs of this machine",
        "0".equals(TinySdk.run("id", "-u").strip()));
    Path bin = sdk.newFolder("bin").toPath();
    install("busybox", bin);
    for (String name : TinySdk.run("busybox", "--list").split("\n")) {
      if (!name.equals("busybox") && !name.contains("/")) {
        Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
      }
    }
    return bin;
  }

  private static boolean prefersItsOwnPrograms(Path bin) throws Exception {
    return !TinySdk.run(
            "sh", "-c", "PATH=$0 \"$0/busybox\" sh -c 'setpriv --version 2>&1; :'", bin.toString())
        .contains("util-linux");
  }

  private static void install(String tool, Path bin) throws Exception {
    for (String place : List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin")) {
      Path program = Path.of(place, tool);
      if (Files.exists(program)) {
        TinySdk.run(
            "cp", "-Lp", "--remove-destination", program.toString(), bin.resolve(tool).toString());
        return;
      }
    }
    throw new AssertionError("this machine has no " + tool);
  }

  private static boolean isInstalled(String tool) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "command -v " + tool).start();
    return process.waitFor() == 0;
  }

  /** A machine whose other directories of programs are empty. */
  private List<String> onlyWith(Path bin) throws Exception {
    String hide =
        String.format(
            "for d in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin; do"
                + " mount --bind '%s' $d; done; PATH='%s'; exec \"$@\"",
            sdk.newFolder("empty"), bin);
    return List.of("unshare", "--mount", "sh", "-ec", hide, "sh");
  }
}
