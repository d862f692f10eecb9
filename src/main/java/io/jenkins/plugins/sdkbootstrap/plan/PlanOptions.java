package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * How far a bootstrap may resume from the stored stages.
 *
 * @param rebuild whether every stage runs
 * @param fromStage the first stage that runs, or 0 to decide by the stored stages
 * @param only the stages that run, alone; empty for all
 * @param onDrift what to do with stored stages whose inputs differ today
 */
public record PlanOptions(boolean rebuild, int fromStage, List<Integer> only, OnDrift onDrift)
    implements Serializable {

  /** Resumes from the stored stages and reports drift. */
  public static final PlanOptions RESUME = new PlanOptions(false, 0, List.of(), OnDrift.REUSE);

  /** Whether the caller requested stages that must run. */
  public boolean forces() {
    return rebuild || fromStage > 0 || !only.isEmpty();
  }

  /** Makes a defensive copy. */
  public PlanOptions {
    only = List.copyOf(only);
    Objects.requireNonNull(onDrift);
  }
}
