package io.jenkins.plugins.sdkbootstrap.plan;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Which of the finished SDKs a bootstrap starts from. 2026-11-30 is a Monday. */
public class PreviousSeedTest {

  private record Night(String version) implements PreviousSeed.Candidate {
    @Override
    public BootstrapId bootstrap() {
      return new BootstrapId("sdk", "amd64", new Version(version));
    }

    @Override
    public Seed asSeed() {
      byte[] bytes = new byte[32];
      bytes[0] = (byte) Integer.parseInt(version.substring(8));
      return new Seed(version, List.of(Digest.sha256(bytes)));
    }

    @Override
    public Instant finishedOn() {
      return Instant.parse(version + "T05:00:00Z");
    }
  }

  /** What a bootstrap that begins at that time takes of the SDKs of these days, oldest first. */
  private static String taken(String begun, int days, List<String> made, String... finished) {
    List<Night> newestFirst = new ArrayList<>();
    for (String day : finished) {
      newestFirst.add(0, new Night(day));
    }
    return PreviousSeed.choose(
            new BootstrapId("sdk", "amd64", new Version("next")),
            SeedRef.previous("sdk", 0, days),
            made.stream().findFirst().map(day -> new Night(day).asSeed()),
            Instant.parse(begun),
            newestFirst)
        .map(Night::version)
        .orElse("none");
  }

  @Test
  public void isTheNewest() {
    assertEquals("none", taken("2026-12-02T00:00:00Z", 0, List.of()));
    assertEquals(
        "2026-12-01", taken("2026-12-02T00:00:00Z", 0, List.of(), "2026-11-30", "2026-12-01"));
  }

  @Test
  public void movesOnceInThePeriod() {
    String[] nights = {"2026-11-22", "2026-11-28", "2026-11-30", "2026-12-02", "2026-12-06"};
    assertEquals("2026-11-28", taken("2026-11-30T00:00:00Z", 7, List.of(), nights));
    assertEquals("2026-11-28", taken("2026-12-06T23:59:59Z", 7, List.of(), nights));
    assertEquals("2026-12-06", taken("2026-12-07T00:00:00Z", 7, List.of(), nights));
    assertEquals("2026-12-02", taken("2026-12-03T12:00:00Z", 1, List.of(), nights));
  }

  @Test
  public void isTheOldestWhereNoneIsOldEnough() {
    assertEquals(
        "2026-11-30",
        taken("2026-12-03T00:00:00Z", 7, List.of(), "2026-11-30", "2026-12-01", "2026-12-02"));
  }

  @Test
  public void staysTheOneThatTheBootstrapBeganWith() {
    String[] nights = {"2026-11-22", "2026-11-28", "2026-11-30"};
    assertEquals("2026-11-22", taken("2026-12-08T00:00:00Z", 7, List.of("2026-11-22"), nights));
    assertEquals("2026-11-30", taken("2026-12-08T00:00:00Z", 7, List.of("2026-11-01"), nights));
    assertEquals("2026-11-28", taken("2026-12-01T00:00:00Z", 7, List.of("2026-11-01"), nights));
  }

  @Test
  public void isOfTheNameAndArchitecture() {
    assertEquals(
        Optional.empty(),
        PreviousSeed.choose(
            new BootstrapId("sdk", "arm64", new Version("1")),
            SeedRef.previous(),
            Optional.empty(),
            Instant.now(),
            List.of(new Night("2026-11-28"))));
  }
}
