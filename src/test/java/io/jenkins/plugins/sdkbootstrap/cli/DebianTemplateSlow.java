package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * The template {@code debian}, from init to an SDK that compiles, for here and for another machine.
 * Takes minutes and Debian's archive: run by the profile {@code slow} only.
 */
@Category(Mounts.class)
public class DebianTemplateSlow {

  private static final String VERSION = "12.0+2026-11-26-0700";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void makesAnSdkThatCompilesForTwoMachines() throws Exception {
    TinySdk.assumeChroot(folder.getRoot().toPath());
    assumeTrue("needs mmdebstrap", Files.isExecutable(Path.of("/usr/bin/mmdebstrap")));
    Path directory = folder.getRoot().toPath().resolve("sdk");
    TinySdk.command("init", "--template", "debian", directory.toString()).requireDone();
    TinySdk.run("sh", directory.resolve("seed.sh").toString());
    Path store = directory.resolve("store");
    Outcome made =
        TinySdk.command(
                "--config", directory.resolve("sdk.yaml").toString(),
                "--store", store.toString(),
                "--version", VERSION)
            .requireDone();
    System.out.println(made.out().lines().skip(made.out().lines().count() - 6).toList());

    Path sdk =
        store.resolve(
            "debian-sdk/debian-sdk-" + System.getProperty("os.arch") + "-" + VERSION + ".tar.zst");
    TinySdk.command("verify", "--chain", sdk.toString()).requireDone();
    Path root = directory.resolve("root");
    TinySdk.command("unpack", sdk.toString(), root.toString()).requireDone();
    Path script = directory.resolve("use.sh");
    Files.writeString(
        script,
        """
        set -eu
        sdk-hello
        [ -z "$(dpkg --audit)" ] || { dpkg --audit; exit 3; }
        echo 'int main(void) { return 42; }' > /tmp/c.c
        gcc -o /tmp/c /tmp/c.c
        /tmp/c || echo "it returns $?"
        aarch64-linux-gnu-gcc -o /tmp/other /tmp/c.c
        od -An -t u1 -j 18 -N 1 /tmp/other
        ls /var/lib/repos/debian
        """);
    Outcome used =
        TinySdk.command("chroot", "--script", script.toString(), root.toString()).requireDone();
    assertTrue(used.toString(), used.out().contains("it returns 42"));
    assertTrue("for aarch64: " + used, used.out().contains("183\n"));
    assertTrue(used.toString(), used.out().contains("toolchain.list"));
    assertEquals(Exit.DONE, used.status());
  }
}
