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

  /** Requires all. */
  public InputChange {
    Objects.requireNonNull(input);
    Objects.requireNonNull(entered);
    Objects.requireNonNull(ended);
  }

  /** For people. */
  @Override
  public String toString() {
    return Printable.plain(input)
        + " changed while the stage ran: "
        + Printable.plain(entered)
        + " when it was entered, "
        + Printable.plain(ended)
        + " at its end";
  }
}
