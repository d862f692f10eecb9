package io.jenkins.plugins.sdkbootstrap.history;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.StageParser;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The chain from an SDK's seed to its tarball: whether, by the digests on record, each stage was
 * made from the tarball of the stage before it. Reads no tarball.
 *
 * @param seed the seed of the first stage; null if unknown
 * @param links one for each stage of the bootstrap, in order
 */
public record SdkChain(Seed seed, List<ChainLink> links) {

  /** The largest number of stages of a bootstrap. */
  public static final int MOST_STAGES = StageParser.MOST;

  public SdkChain {
    links = List.copyOf(links);
  }

  /**
   * Compares.
   *
   * @param stages how many the bootstrap has, at least 1
   * @param there the finished stages, in any order, each number at most once
   */
  public static SdkChain of(int stages, Collection<FinishedStage> there) {
    if (stages < 1 || stages > MOST_STAGES) {
      throw new IllegalArgumentException("no number of stages: " + stages);
    }
    Map<Integer, FinishedStage> byNumber = new HashMap<>();
    for (FinishedStage stage : there) {
      if (stage.number() > stages || byNumber.put(stage.number(), stage) != null) {
        throw new IllegalArgumentException(
            "stage "
                + stage.number()
                + " does not belong to a bootstrap with stages 1 to "
                + stages);
      }
    }
    List<ChainLink> links = new ArrayList<>();
    for (int n = 1; n <= stages; n++) {
      links.add(link(n, byNumber.get(n), byNumber.get(n - 1)));
    }
    FinishedStage first = byNumber.get(1);
    return new SdkChain(first == null ? null : first.seed(), links);
  }

  /** Whether it has no gap from the seed to the SDK. */
  public boolean isWhole() {
    return links.stream().allMatch(ChainLink::isSound);
  }

  private static ChainLink link(int n, FinishedStage stage, FinishedStage before) {
    if (stage == null) {
      return new ChainLink(n, ChainLink.Verdict.MISSING, "stage " + n + " is not there");
    }
    if (stage.seed() == null) {
      return new ChainLink(
          n,
          ChainLink.Verdict.UNKNOWN_SEED,
          "stage " + n + ": what it was made from is not on record");
    }
    String made = "stage " + n + " was made from " + text(stage.seed());
    if (n == 1) {
      return new ChainLink(n, ChainLink.Verdict.SEED, made);
    }
    if (before == null) {
      return new ChainLink(
          n,
          ChainLink.Verdict.NO_STAGE_BEFORE,
          made + ", and stage " + (n - 1) + " is not there to compare");
    }
    Seed offered = new Seed("stage " + (n - 1), List.of(before.sha256()));
    return stage.seed().sameContent(offered)
        ? new ChainLink(n, ChainLink.Verdict.MATCHES, made + ", which is stage " + (n - 1))
        : new ChainLink(
            n,
            ChainLink.Verdict.DIFFERS,
            made + ", but stage " + (n - 1) + " is " + before.sha256().brief());
  }

  private static String text(Seed seed) {
    return Printable.plain(seed.location()) + " (" + seed.digests().get(0).brief() + ")";
  }
}
