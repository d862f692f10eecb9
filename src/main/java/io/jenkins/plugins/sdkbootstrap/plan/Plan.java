package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a bootstrap will do, stage by stage, and why.
 *
 * @param stages all of sdk.yaml's, in order
 * @param errors why it cannot be done, a line each; empty for a plan that can
 */
public record Plan(List<PlannedStage> stages, List<String> errors) implements Serializable {

  /** Makes a defensive copy. */
  public Plan {
    stages = List.copyOf(stages);
    errors = List.copyOf(errors);
  }

  /**
   * Decides.
   *
   * @param config the sdk.yaml
   * @param bootstrap which
   * @param options how far it may continue what is there
   * @param seed the configured seed, or null where there is none (no SDK before this one)
   * @param today what each stage would be made from, as {@code ConfigFiles} tells
   * @param stored what is there of the bootstrap
   */
  public static Plan of(
      SdkConfig config,
      BootstrapId bootstrap,
      PlanOptions options,
      Seed seed,
      List<StageInputs> today,
      StoredStages stored)
      throws IOException, InterruptedException {
    return new Planner(config, bootstrap, options, seed, today, stored).plan();
  }

  /** Whether it can be done. */
  public boolean isPossible() {
    return errors.isEmpty();
  }

  /** The stage that {@code number} starts from, as the plan has it; empty for the first. */
  public Optional<PlannedStage> before(int number) {
    return number == 1 ? Optional.empty() : Optional.of(stages.get(number - 2));
  }

  /**
   * The inputs of reused stages that differ today, one line each with the stage's name: for the
   * log, and for the notes of the records.
   */
  public List<String> driftLines() {
    List<String> lines = new ArrayList<>();
    for (PlannedStage stage : stages) {
      stage.drift().forEach(line -> lines.add("stage " + stage.number() + " reused, but " + line));
    }
    return lines;
  }

  /**
   * For people: one line for each stage, with its drift below it, and its source date if that
   * differs from the stage before; then the errors.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    SourceDate told = null;
    for (PlannedStage stage : stages) {
      lines.add(stage.toString());
      if (stage.action() != PlannedStage.Action.SKIP && !stage.sourceDate().equals(told)) {
        told = stage.sourceDate();
        lines.add("  SOURCE_DATE_EPOCH: " + told);
      }
      stage.drift().forEach(line -> lines.add("  differs today: " + line));
    }
    errors.forEach(line -> lines.add("error: " + line));
    return lines;
  }
}
