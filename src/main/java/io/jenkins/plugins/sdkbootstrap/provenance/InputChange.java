package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.io.Serializable;
import java.util.Objects;

/**
 * An input of a stage that changed between the begin and the end of the stage.
 *
 * @param input the name, as in {@link StageInputs#contents}
 * @param entered the digest when the stage was entered
 * @param ended the digest when the stage ended; {@code missing} if it no longer existed, or one
 *     line that says why it could not be read
 */
public record InputChange(String input, String entered, String ended) implements Serializable {

  /** Replaces the digest: the input no longer exists. */
  public static final String MISSING = "missing";

  /** The root that a script was run in. */
  private static final String ROOT = "root";

  /** Requires all. */
  public InputChange {
    Objects.requireNonNull(input);
    Objects.requireNonNull(entered);
    Objects.requireNonNull(ended);
  }

  /**
   * A root in which the script had failed before: it was not unpacked again.
   *
   * @param seed the digest of the seed it was unpacked from
   */
  public static InputChange inPlace(String seed) {
    return new InputChange(ROOT, seed, "a root in which the script had failed");
  }

  /** For people. */
  @Override
  public String toString() {
    if (input.equals(ROOT)) {
      return "the script was run again in a root in which it had failed";
    }
    return Printable.plain(input)
        + " changed while the stage ran: "
        + Printable.plain(entered)
        + " when it was entered, "
        + Printable.plain(ended)
        + " at its end";
  }
}
