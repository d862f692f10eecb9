package io.jenkins.plugins.sdkbootstrap.agent;

import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a stage was made from, as an agent saw it when the stage was entered. Sent to the
 * controller, which keeps it as JSON until the stage's root is archived.
 *
 * @param base the directory on the agent that relative paths start from
 * @param inputs what the script saw
 * @param seen by which the agent tells later what has not changed
 */
@Restricted(NoExternalUse.class)
public record Entered(String base, StageInputs inputs, Map<String, InputDigester.Seen> seen)
    implements Serializable {

  /** Requires all. */
  public Entered {
    Objects.requireNonNull(base);
    Objects.requireNonNull(inputs);
    Objects.requireNonNull(seen);
  }
}
