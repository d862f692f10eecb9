package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.util.Optional;
import java.util.function.Function;

/** Decides what {@code seed: previous} means. */
public final class PreviousSeed {

  private PreviousSeed() {}

  /**
   * The SDK that a bootstrap starts from: the one it was begun with, where that is still there, so
   * that a resume finds its chain unbroken; else the newest of that name and its own architecture,
   * its own version left out.
   *
   * @param bootstrap the one that asks
   * @param sdk the name of the SDK
   * @param begun the seed that its first stage was made from, where that stage is there
   * @param newestFirst finished SDKs; read no further than to the one that is taken
   * @return empty for the very first bootstrap
   */
  public static <T> Optional<T> choose(
      BootstrapId bootstrap,
      String sdk,
      Optional<Seed> begun,
      Iterable<T> newestFirst,
      Function<T, BootstrapId> id,
      Function<T, Seed> seed) {
    T newest = null;
    for (T candidate : newestFirst) {
      BootstrapId other = id.apply(candidate);
      if (!other.sdk().equals(sdk)
          || !other.arch().equals(bootstrap.arch())
          || other.equals(bootstrap)) {
        continue;
      }
      if (begun.isEmpty() || begun.get().sameContent(seed.apply(candidate))) {
        return Optional.of(candidate);
      }
      newest = newest == null ? candidate : newest;
    }
    return Optional.ofNullable(newest);
  }
}
