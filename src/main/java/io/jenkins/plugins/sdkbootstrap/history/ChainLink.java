package io.jenkins.plugins.sdkbootstrap.history;

/**
 * What a stage was made from, compared with what is there.
 *
 * @param number the stage's, counted from 1
 * @param verdict how the two compare
 * @param line the result for people, with the digests
 */
public record ChainLink(int number, Verdict verdict, String line) {

  /** How a stage and what comes before it compare. */
  public enum Verdict {
    /** The first stage: it was made from the seed. */
    SEED,
    /** It was made from the tarball of the stage before it. */
    MATCHES,
    /** It was made from another tarball than that of the stage before it. */
    DIFFERS,
    /** The stage is there, but not the one before it. */
    NO_STAGE_BEFORE,
    /** The stage is there, but what it was made from is not known. */
    UNKNOWN_SEED,
    /** The stage is not there. */
    MISSING
  }

  /** Whether the chain is not broken here. */
  public boolean isSound() {
    return verdict == Verdict.SEED || verdict == Verdict.MATCHES;
  }
}
