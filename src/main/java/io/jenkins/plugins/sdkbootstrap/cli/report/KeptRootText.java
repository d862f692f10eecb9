package io.jenkins.plugins.sdkbootstrap.cli.report;

import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import java.time.Clock;
import java.time.Duration;

/** Shows a kept root to people and programs. */
public final class KeptRootText {

  private KeptRootText() {}

  /** Name, age, size and reason in one line. */
  public static String line(KeptRoot kept, Clock clock) {
    long bytes = kept.about().bytes();
    return "kept root "
        + kept.root()
        + ", "
        + Sizes.time(Duration.between(kept.about().failedAt(), clock.instant()))
        + " old, "
        + (bytes == 0 ? "size unknown" : Sizes.bytes(bytes))
        + ": "
        + kept.about().why();
  }

  /**
   * A kept root as JSON has it.
   *
   * @param failed when, in ISO 8601
   * @param bytes null where that is not known
   */
  public record Json(
      String name,
      String root,
      String sdk,
      int stage,
      String version,
      String failed,
      Long bytes,
      String why) {}

  public static Json json(KeptRoot kept) {
    long bytes = kept.about().bytes();
    return new Json(
        kept.name(),
        kept.root().toString(),
        kept.id().bootstrap().sdk(),
        kept.id().number(),
        kept.id().bootstrap().version().text(),
        kept.about().failed(),
        bytes == 0 ? null : bytes,
        kept.about().why());
  }
}
