package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what {@code seed: previous} means. */
public final class PreviousSeed {

  /** Periods are counted from a Monday, 00:00 UTC, so weeks begin on Mondays. */
  private static final Instant MONDAY = Instant.parse("1970-01-05T00:00:00Z");

  private PreviousSeed() {}

  /** A finished SDK, or a stage of one. */
  public interface Candidate {

    /** The bootstrap it belongs to. */
    BootstrapId bootstrap();

    /** This SDK as the seed of a bootstrap. */
    Seed asSeed();

    /** When it was made. */
    Instant finishedOn();
  }

  /**
   * Chooses the SDK that a bootstrap starts from. If the SDK it was begun with still exists, it is
   * that one: a resume then finds its chain unbroken. Otherwise it is the newest SDK of that name
   * and architecture, but not of the bootstrap's own version. If the seed must stay the same for
   * some days, it is the newest SDK that existed when this period began, or else the oldest.
   *
   * @param bootstrap the bootstrap that needs a seed
   * @param ref of the kind {@link SeedRef.Kind#PREVIOUS}
   * @param made the seed of its first stage, if that stage exists
   * @param begun when the bootstrap was begun
   * @param newestFirst finished SDKs; read only up to the chosen one
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
