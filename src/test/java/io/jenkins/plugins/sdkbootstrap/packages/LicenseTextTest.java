package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.Test;

public class LicenseTextTest {

  @Test
  public void expressionsGetTheIdentifiersOfSpdx() {
    assertEquals(List.of("MIT"), LicenseText.of("mit"));
    assertEquals(List.of("GPL-2.0-or-later"), LicenseText.of("GPLv2+"));
    assertEquals(List.of("GPL-2.0-only"), LicenseText.of("GPL2"));
    assertEquals(
        List.of("LGPL-2.1-or-later WITH GCC-exception-3.1 OR MIT AND (ISC OR Zlib)"),
        LicenseText.of("LGPLv2.1+ with gcc-exception-3.1 or (MIT and (ISC or zlib))"));
    assertEquals(List.of("MIT"), LicenseText.of("MIT AND MIT"));
    assertEquals(List.of(), LicenseText.of("  "));
  }

  @Test
  public void whatIsNotUnderstoodStaysAsItIs() {
    for (String text :
        List.of(
            "our words",
            "MIT AND",
            "(MIT",
            "MIT)",
            "MIT ISC",
            "MIT WITH",
            "AND",
            "()",
            "GPL-2.0-only WITH our-exception",
            "(".repeat(100_000))) {
      assertEquals(List.of(text), LicenseText.of(text));
    }
  }

  @Test
  public void portagesConditionsAreResolved() {
    Set<String> use = Set.of("ssl");
    assertEquals(
        List.of("(GPL-2.0-only OR MIT AND ISC) AND OpenSSL AND Zlib"),
        LicenseText.ofPortage(
            "|| ( GPL-2 ( MIT ISC ) ) ssl? ( openssl ) !ssl? ( BSD ) test? ( BSD ) ZLIB", use));
    assertEquals(
        List.of("|| ( GPL-2 )  )".replace("  ", " ")),
        LicenseText.ofPortage("|| ( GPL-2 ) )", use));
    assertEquals(List.of("all-rights-reserved"), LicenseText.ofPortage("all-rights-reserved", use));
    assertEquals(List.of(), LicenseText.ofPortage("test? ( MIT )", use));
  }

  @Test
  public void allLicensesTogetherAreOneExpressionOnlyIfAllAreKnown() {
    assertEquals("(MIT OR ISC) AND Zlib", LicenseText.expression(List.of("MIT OR ISC", "Zlib")));
    assertEquals("", LicenseText.expression(List.of("MIT", "our words")));
  }
}
