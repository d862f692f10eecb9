package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what {@code seed: previous} means. */
public final class PreviousSeed {

  /** Periods are counted from a Monday, 00:00 UTC, so that those of weeks begin on one. */
  private static final Instant MONDAY = Instant.parse("1970-01-05T00:00:00Z");

  private PreviousSeed() {}

  /** A finished SDK, or a stage of one. */
  public interface Candidate {

    /** Of which bootstrap it is there. */
    BootstrapId bootstrap();

    /** What a bootstrap that starts from it has as its seed. */
    Seed asSeed();

    /** When it was made. */
    Instant finishedOn();
  }

  /**
   * The SDK that a bootstrap starts from: the one it was begun with, where that is still there, so
   * that a resume finds its chain unbroken; else the newest of that name and its own architecture,
   * its own version left out. Where the seed is to be kept for some days, it is the newest that was
   * there when this period of days began; where none was, the oldest.
   *
   * @param bootstrap the one that asks
   * @param ref of the kind {@link SeedRef.Kind#PREVIOUS}
   * @param made the seed that its first stage was made from, where that stage is there
   * @param begun when the bootstrap was begun
   * @param newestFirst finished SDKs; read no further than to the one that is taken
   * @return empty for the very first bootstrap
   */
  public static <T extends Candidate> Optional<T> choose(
      BootstrapId bootstrap,
      SeedRef ref,
      Optional<Seed> made,
      Instant begun,
      Iterable<T> newestFirst) {
    T chosen = null;
    Instant before = ref.days() == 0 ? Instant.MAX : periodOf(begun, ref.days());
    for (T candidate : newestFirst) {
      BootstrapId other = candidate.bootstrap();
      if (!other.sdk().equals(ref.previousSdk(bootstrap.sdk()))
          || !other.arch().equals(bootstrap.arch())
          || other.equals(bootstrap)) {
        continue;
      }
      if (made.isPresent() && made.get().sameContent(candidate.asSeed())) {
        return Optional.of(candidate);
      }
      if (chosen == null || !chosen.finishedOn().isBefore(before)) {
        chosen = candidate;
      }
      if (made.isEmpty() && chosen.finishedOn().isBefore(before)) {
        break;
      }
    }
    return Optional.ofNullable(chosen);
  }

  private static Instant periodOf(Instant time, int days) {
    long past = Duration.between(MONDAY, time).toDays();
    return MONDAY.plus(Duration.ofDays(past - Math.floorMod(past, days)));
  }
}
