package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertEquals;

import com.github.packageurl.PackageURLBuilder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class PackageUrlTest {

  /** What a library for package URLs makes of the same; but for what is not ASCII it is right. */
  @Test
  public void itIsAsTheLibraryHasIt() throws Exception {
    String odd = "aB.c-_~:+/@ %?=&#!$'()*,;[]\"<>\\^`{|}";
    for (PackageFormat format :
        new PackageFormat[] {
          PackageFormat.DPKG,
          PackageFormat.OPKG,
          PackageFormat.APK,
          PackageFormat.PACMAN,
          PackageFormat.RPM
        }) {
      PackageURLBuilder library =
          PackageURLBuilder.aPackageURL()
              .withType(format.purlType())
              .withNamespace("Debian")
              .withName("N" + odd.replace("/", ""))
              .withQualifier("arch", odd)
              .withQualifier("distro", "Debian-12 x");
      String version = format == PackageFormat.RPM ? "3:1" + odd : "1" + odd;
      if (format == PackageFormat.RPM) {
        library.withQualifier("epoch", "3");
      }
      assertEquals(
          library.withVersion("1" + odd).build().canonicalize(),
          PackageUrl.of(format, "N" + odd.replace("/", ""), version, odd, "Debian", "12 x"));
    }
    assertEquals(
        "pkg:ebuild/sys-apps/hello@1.0_rc2-r1?arch=x86_64",
        PackageUrl.of(
            PackageFormat.PORTAGE, "sys-apps/hello", "1.0_rc2-r1", "x86_64", "gentoo", ""));
    assertEquals("pkg:generic/x", PackageUrl.of(PackageFormat.PLAIN, "x", "", "", "debian", "12"));
    assertEquals("", PackageUrl.of(PackageFormat.PLAIN, "x/", "", "", "", ""));
  }

  @Test
  public void everyNameCanBeReadBack() {
    for (int c = 1; c < 0x3000; c++) {
      String name = "n" + new String(Character.toChars(c)) + "n";
      if (c == '/') {
        continue;
      }
      String url = PackageUrl.of(PackageFormat.PLAIN, name, name, "", "", "");
      String[] parts = url.substring("pkg:generic/".length()).split("@");
      assertEquals(2, parts.length);
      assertEquals(name, URLDecoder.decode(parts[0], StandardCharsets.UTF_8));
      assertEquals(name, URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
  }
}
