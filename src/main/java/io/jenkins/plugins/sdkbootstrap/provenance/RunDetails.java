package io.jenkins.plugins.sdkbootstrap.provenance;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How one run of a stage went.
 *
 * @param builderId a URI of the builder: the command line, or a Jenkins
 * @param builderVersion the version of this software
 * @param invocationId the builder's name of the run, such as a build's URL; null for none
 * @param privilege the privilege it ran with: root, userns or sudo
 * @param startedOn when the seed began to be unpacked
 * @param finishedOn when the tarball was complete
 * @param changes what it was made from that changed while it ran
 * @param notes what someone who reads the record later should know, a line each: stages before it
 *     that were reused although their inputs differ
 */
public record RunDetails(
    String builderId,
    String builderVersion,
    String invocationId,
    String privilege,
    Instant startedOn,
    Instant finishedOn,
    List<InputChange> changes,
    List<String> notes)
    implements Serializable {

  /** Makes a defensive copy. */
  public RunDetails {
    Objects.requireNonNull(builderId);
    Objects.requireNonNull(builderVersion);
    Objects.requireNonNull(privilege);
    Objects.requireNonNull(startedOn);
    Objects.requireNonNull(finishedOn);
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }
}
