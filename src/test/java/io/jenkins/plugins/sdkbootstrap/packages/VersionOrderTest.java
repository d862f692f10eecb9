package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class VersionOrderTest {

  private static void ascending(PackageFormat format, String... versions) {
    for (int i = 0; i < versions.length; i++) {
      for (int j = 0; j < versions.length; j++) {
        assertEquals(
            versions[i] + " and " + versions[j],
            Integer.compare(i, j),
            Integer.signum(VersionOrder.compare(format, versions[i], versions[j])));
      }
    }
  }

  @Test
  public void rpmAndPacman() {
    ascending(
        PackageFormat.RPM,
        "1.0~rc1-1",
        "1.0-1",
        "1.0-2",
        "1.0^git1-1",
        "1.0a-1",
        "1.0.1-1",
        "1.9-1",
        "1.10-1",
        "1:0.1-1");
    ascending(PackageFormat.PACMAN, "", "1.0-1", "1.0-1.1", "1.0.r3-1", "2:0.5-1");
  }

  @Test
  public void portageAndApk() {
    for (PackageFormat format : List.of(PackageFormat.PORTAGE, PackageFormat.APK)) {
      ascending(
          format,
          "1.0_alpha1",
          "1.0_alpha2",
          "1.0_beta",
          "1.0_pre20240101",
          "1.0_rc2",
          "1.0_rc10",
          "1.0",
          "1.0-r1",
          "1.0-r10",
          "1.0_p1",
          "1.0a",
          "1.0.1",
          "1.9",
          "1.10");
    }
  }

  /** Against dpkg itself. */
  @Test
  public void dpkg() throws Exception {
    String[] versions = {
      "0~~",
      "0~",
      "0",
      "1.0~rc1-1",
      "1.0-1",
      "1.0-1+b1",
      "1.0-1.1",
      "1.0a-1",
      "1.0+dfsg-1",
      "1.0.1-1",
      "1.9-1",
      "1.10-1",
      "1:0.1-1"
    };
    ascending(PackageFormat.DPKG, versions);
    assumeTrue("needs dpkg", Files.isExecutable(Path.of("/usr/bin/dpkg")));
    for (int i = 0; i + 1 < versions.length; i++) {
      int status =
          new ProcessBuilder("dpkg", "--compare-versions", versions[i], "lt", versions[i + 1])
              .start()
              .waitFor();
      assertEquals(versions[i] + " lt " + versions[i + 1], 0, status);
    }
  }
}
