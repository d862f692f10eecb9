package io.jenkins.plugins.sdkbootstrap.history;

/**
 * Compares the seed of a stage with the tarball of the stage before it.
 *
 * @param number the stage's, counted from 1
 * @param verdict how the two compare
 * @param line the result for people, with the digests
 */
public record ChainLink(int number, Verdict verdict, String line) {

  /** The result of the comparison. */
  public enum Verdict {
    /** The first stage: it was made from the seed. */
    SEED,
    /** It was made from the tarball of the stage before it. */
    MATCHES,
    /** It was made from another tarball than that of the stage before it. */
    DIFFERS,
    /** The stage exists, but not the one before it. */
    NO_STAGE_BEFORE,
    /** The stage exists, but its seed is unknown. */
    UNKNOWN_SEED,
    /** The stage does not exist. */
    MISSING
  }

  /** Whether the chain is intact here. */
  public boolean isSound() {
    return verdict == Verdict.SEED || verdict == Verdict.MATCHES;
  }
}
