package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.ReplayAction;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.history.SdkChain;
import io.jenkins.plugins.sdkbootstrap.pages.inside.StageAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sorts what a build keeps by bootstrap, and finds the state of each stage. */
final class BuildBootstraps {

  private static final class Parts {
    private final TreeMap<Integer, StageEntry> stages = new TreeMap<>();
    private PlannedSdk plan;
  }

  private final Run<?, ?> run;
  private final Map<BootstrapId, Parts> parts = new LinkedHashMap<>();
  private final SdkBuildAction action;
  private final ReplayAction replay;

  private BuildBootstraps(Run<?, ?> run, SdkBuildAction action) {
    this.run = run;
    this.action = action;
    this.replay = run.getAction(ReplayAction.class);
  }

  /** The bootstraps of a build, in the order they were begun. */
  static List<SdkBootstrap> of(Run<?, ?> run, SdkBuildAction action) {
    BuildBootstraps bootstraps = new BuildBootstraps(run, action);
    for (PlannedSdk plan : action.getPlans()) {
      bootstraps.parts(plan.id()).plan = plan;
    }
    for (StageEntry stage : action.getStages()) {
      bootstraps.parts(stage.id().bootstrap()).stages.put(stage.getNumber(), stage);
    }
    List<SdkBootstrap> list = new ArrayList<>();
    bootstraps.parts.forEach(
        (key, its) -> list.add(SdkBootstrap.of(key, bootstraps.rows(key, its))));
    return list;
  }

  private Parts parts(BootstrapId key) {
    return parts.computeIfAbsent(key, k -> new Parts());
  }

  private List<StageRow> rows(BootstrapId key, Parts its) {
    int stages = its.plan == null ? 0 : its.plan.getNames().size();
    if (!its.stages.isEmpty()) {
      stages = Math.max(stages, its.stages.lastEntry().getValue().getStages());
    }
    List<StageRow> rows = new ArrayList<>();
    for (int n = 1; n <= Math.min(stages, SdkChain.MOST_STAGES); n++) {
      StageEntry entry = its.stages.get(n);
      FailureView failure = failure(key.stage(n));
      StageState state = entry == null ? missing(n, its, failure != null) : there(entry);
      rows.add(
          new StageRow(
              StageIds.of(key.stage(n)),
              n,
              entry == null ? name(its.plan, n) : entry.getName(),
              state,
              entry == null ? null : new StageAddress(run, entry),
              againUrl(key, n),
              failure,
              state == StageState.RUNNING
                  ? RunningView.of(run, key.stage(n), Clock.systemUTC())
                  : null,
              logs(key.stage(n))));
    }
    return rows;
  }

  private FailureView failure(StageId stage) {
    return action.getFailed().stream()
        .filter(failed -> failed.id().equals(stage))
        .findFirst()
        .map(FailureView::of)
        .orElse(null);
  }

  private StageAddress logs(StageId stage) {
    return action.getLogs().stream()
        .filter(logs -> logs.id().equals(stage))
        .findFirst()
        .map(logs -> new StageAddress(run, logs))
        .orElse(null);
  }

  private static String name(PlannedSdk plan, int number) {
    List<String> names = plan == null ? List.of() : plan.getNames();
    return number <= names.size() ? names.get(number - 1) : "";
  }

  private static StageState there(StageEntry entry) {
    return entry.getState() == StageEntry.State.BUILT ? StageState.BUILT : StageState.REUSED;
  }

  /** The state of a stage that is not there. Stages of a bootstrap run one after the other. */
  private StageState missing(int number, Parts its, boolean failed) {
    boolean before = !its.stages.isEmpty() && number < its.stages.lastKey();
    if (before || its.plan != null && !its.plan.isToRun(number)) {
      return StageState.SKIPPED;
    }
    // A Pipeline that calls the steps itself may have ended here.
    boolean next = its.plan != null && isFirstToRun(number, its);
    if (run.isBuilding()) {
      return next ? StageState.RUNNING : StageState.TO_COME;
    }
    if (failed && run.getResult() != Result.ABORTED) {
      return StageState.FAILED;
    }
    return next ? StageState.NOT_FINISHED : StageState.NOT_REACHED;
  }

  private static boolean isFirstToRun(int number, Parts its) {
    for (int n = 1; n < number; n++) {
      if (its.plan.isToRun(n) && !its.stages.containsKey(n)) {
        return false;
      }
    }
    return true;
  }

  private String againUrl(BootstrapId key, int stage) {
    boolean offered =
        replay != null
            && replay.isOffered()
            && replay.getBootstraps().stream()
                .filter(b -> b.id().equals(key))
                .anyMatch(b -> b.choices().stream().anyMatch(c -> c.stage() == stage));
    if (!offered) {
      return null;
    }
    return "bootstrap-again/start?sdk="
        + encoded(key.sdk())
        + "&arch="
        + encoded(key.arch())
        + "&version="
        + encoded(key.version().text())
        + "&stage="
        + stage;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
