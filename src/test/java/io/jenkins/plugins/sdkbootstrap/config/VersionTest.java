package io.jenkins.plugins.sdkbootstrap.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.junit.Test;

public class VersionTest {

  @Test
  public void isTheReleaseAndNowInUtcWhereNoneIsGiven() {
    Clock clock = Clock.fixed(Instant.parse("2021-02-26T13:21:59Z"), ZoneId.of("Asia/Tokyo"));
    assertEquals("2783.0.0+2021-02-26-1321", Version.now("2783.0.0", clock).text());
  }

  @Test
  public void isWrittenWithPlainDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      Clock clock = Clock.fixed(Instant.EPOCH, ZoneId.of("UTC"));
      assertEquals("1+1970-01-01-0000", Version.now("1", clock).text());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  public void isTakenAsGiven() {
    assertEquals("1.0", new Version("1.0").text());
    assertEquals("1.0", new Version("1.0").release());
    assertEquals(Optional.empty(), new Version("1.0").timestamp());
  }

  @Test
  public void tellsReleaseAndTimeApart() {
    Version version = new Version("2783.0.0+rc1+2021-02-26-1321");
    assertEquals("2783.0.0+rc1", version.release());
    assertEquals(Optional.of(Instant.parse("2021-02-26T13:21:00Z")), version.timestamp());
    assertEquals("no such day", Optional.empty(), new Version("1+2021-02-30-1321").timestamp());
  }

  @Test
  public void findsTheTimeInTheFormsThatPeopleUse() {
    for (String[] pair :
        new String[][] {
          {"2021.07.26+dev-main-nightly-3124", "2021-07-26T00:00:00Z"},
          {"4082.0.0+nightly-20240906-2100", "2024-09-06T21:00:00Z"},
          {"20240906T170314Z", "2024-09-06T17:03:14Z"},
          {"20240906170314", "2024-09-06T17:03:14Z"},
          {"1.0-20240906", "2024-09-06T00:00:00Z"},
          {"1.0+2024-09-06T17.03.14Z", "2024-09-06T17:03:14Z"},
          {"1.0_2024_09_06", "2024-09-06T00:00:00Z"},
          {"2020.01.01+2021-02-26-1321", "2021-02-26T13:21:00Z"},
          {"2021.07.26-9999", "2021-07-26T00:00:00Z"},
          {"1.0+1725642194", "2024-09-06T17:03:14Z"},
        }) {
      assertEquals(pair[0], Optional.of(Instant.parse(pair[1])), new Version(pair[0]).timestamp());
    }
    for (String none :
        new String[] {
          "1.0.0", "24.04", "20241301", "1979-12-31", "4230.12.11", "123456789012345678", "g2024090"
        }) {
      assertEquals(none, Optional.empty(), new Version(none).timestamp());
    }
  }

  @Test
  public void refusesWhatIsNoPartOfAFileName() {
    for (String bad :
        new String[] {"", "a/b", "..", "-rf", "a b", "a\n", "1.0\u00e9", "x".repeat(101)}) {
      IllegalArgumentException e =
          assertThrows(bad, IllegalArgumentException.class, () -> new Version(bad));
      assertEquals("one line", 1, e.getMessage().lines().count());
    }
    new Version("x".repeat(100));
  }

  @Test
  public void stageFilesAreNamedAndFoundByNumberArchitectureAndVersion() {
    StageId id = new BootstrapId("sdk", "amd64", new Version("1.0-rc-1+2021-02-26-1321")).stage(4);
    assertEquals("stage4-amd64-1.0-rc-1+2021-02-26-1321", id.stem());
    assertEquals(Optional.of(id), StageId.parse("sdk", id.stem()));
    assertEquals(id.stem() + ".tar.zst", id.tarball(Compression.ZSTD));
    for (String other :
        new String[] {
          "stage0-a-1", "stage100-a-1", "stage1-a", "stage1--1", "sdk-a-1", "stage1-a-/"
        }) {
      assertTrue(other, StageId.parse("sdk", other).isEmpty());
    }
  }
}
