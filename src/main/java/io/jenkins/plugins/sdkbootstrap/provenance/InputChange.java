package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.io.Serializable;
import java.util.Objects;

/**
 * Something that a stage was made from and that was not the same at its end as when the stage was
 * entered.
 *
 * @param input what, as {@link StageInputs#contents} names it
 * @param entered the digest when the stage was entered
 * @param ended the digest when it ended; {@code missing} where it was gone
 */
public record InputChange(String input, String entered, String ended) implements Serializable {

  /** In the place of a digest: there is nothing any more. */
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
   * The root of a stage that was not unpacked anew: its script had failed in it before.
   *
   * @param seed the digest of what it was unpacked from once
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
