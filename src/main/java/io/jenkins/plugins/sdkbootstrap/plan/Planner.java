package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage.Action;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what one bootstrap does. By default it follows the chain: it reuses each stored stage
 * that was made from exactly the tarball of the stage before. The first other stage, and all after
 * it, run.
 */
final class Planner {

  private final SdkConfig config;
  private final BootstrapId bootstrap;
  private final PlanOptions options;
  private final Seed seed;
  private final List<StageInputs> today;
  private final StoredStages stored;
  private final int count;

  private final List<PlannedStage> stages = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final Map<Integer, Optional<StoredStage>> found = new HashMap<>();

  Planner(
      SdkConfig config,
      BootstrapId bootstrap,
      PlanOptions options,
      Seed seed,
      List<StageInputs> today,
      StoredStages stored) {
    if (today.size() != config.stages().size()) {
      throw new IllegalArgumentException(
          today.size() + " inputs for " + config.stages().size() + " stages");
    }
    this.config = config;
    this.bootstrap = bootstrap;
    this.options = options;
    this.seed = seed;
    this.today = today;
    this.stored = stored;
    count = config.stages().size();
  }

  Plan plan() throws IOException, InterruptedException {
    checkOptions();
    if (!errors.isEmpty()) {
      return new Plan(List.of(), errors);
    }
    if (!options.only().isEmpty()) {
      planOnly();
    } else if (options.fromStage() > 0) {
      planFrom(options.fromStage());
    } else if (options.rebuild()) {
      for (int n = 1; n <= count; n++) {
        run(n, "rebuild was requested");
      }
    } else {
      planResume();
    }
    if (!stages.isEmpty() && stages.get(0).runs() && seed == null) {
      errors.add(
          "stage 1 needs a seed, and there is no earlier "
              + config.seed().previousSdk(bootstrap.sdk())
              + (config.seed().stage() == 0 ? "" : " with stage " + config.seed().stage())
              + " for "
              + bootstrap.arch()
              + " to start from; give the very first bootstrap a seed tarball");
    }
    return new Plan(stages, errors);
  }

  private void checkOptions() {
    if ((options.rebuild() ? 1 : 0)
            + (options.fromStage() != 0 ? 1 : 0)
            + (options.only().isEmpty() ? 0 : 1)
        > 1) {
      errors.add("give one of rebuild, fromStage and single stages");
    }
    if (options.fromStage() < 0 || options.fromStage() > count) {
      errors.add("there is no stage " + options.fromStage() + " to start from; there are " + count);
    }
    for (int n : options.only()) {
      if (n < 1 || n > count) {
        errors.add("there is no stage " + n + "; there are " + count);
      }
    }
  }

  private void planResume() throws IOException, InterruptedException {
    boolean reusing = true;
    for (int n = 1; n <= count; n++) {
      if (!reusing) {
        run(n, "stage " + (n - 1) + ", its seed, is rebuilt");
        continue;
      }
      Seed before = n == 1 ? seed : stages.get(n - 2).reused().asSeed();
      Optional<String> gap = gap(n, before);
      List<String> drift = gap.isEmpty() ? drift(n) : List.of();
      boolean rebuild = !drift.isEmpty() && options.onDrift() == OnDrift.REBUILD;
      Optional<StoredStage> same =
          gap.isPresent() || rebuild ? madeFromTheSame(n, before) : Optional.empty();
      if (same.isPresent()) {
        reuse(n, same.get(), List.of());
      } else if (gap.isPresent()) {
        run(n, reason(n, before, gap.get()));
        reusing = false;
      } else if (rebuild) {
        run(n, "it differs today: " + String.join("; ", drift));
        reusing = false;
      } else {
        reuse(n, find(n).orElseThrow(), drift);
      }
    }
  }

  /** A stage of another bootstrap that may be reused for this one. */
  private Optional<StoredStage> madeFromTheSame(int n, Seed before)
      throws IOException, InterruptedException {
    return before == null
        ? Optional.empty()
        : madeFromTheSame(today.get(n - 1), before, bootstrap, n == count, stored);
  }

  static Optional<StoredStage> madeFromTheSame(
      StageInputs inputs, Seed before, BootstrapId bootstrap, boolean last, StoredStages stored)
      throws IOException, InterruptedException {
    Optional<Digest> key =
        inputs.spec().reuse() == Reuse.INPUTS
            ? StageKey.of(inputs, before, bootstrap)
            : Optional.empty();
    Optional<StoredStage> found =
        key.isEmpty() ? Optional.empty() : stored.made(inputs.spec().number(), key.get());
    // As for a resume: a stage of a bootstrap with more stages is not the SDK.
    return found.filter(stage -> !last || stage.record().isLast());
  }

  /** Why a stage runs although an earlier one could be reused: the inputs that differ. */
  private String reason(int n, Seed before, String gap) throws IOException, InterruptedException {
    if (today.get(n - 1).spec().reuse() != Reuse.INPUTS || find(n).isPresent()) {
      return gap;
    }
    StageRecord newest = stored.newest(n).orElse(null);
    if (newest == null) {
      return "no stage was made from the same inputs";
    }
    List<String> lines = new ArrayList<>(Drift.lines(newest, today.get(n - 1)));
    if (before != null && !newest.seed().sameContent(before)) {
      lines.add(
          0,
          "seed: "
              + newest.seed().digests().get(0).brief()
              + " then, "
              + before.digests().get(0).brief()
              + " now");
    }
    return "no stage was made from the same inputs; "
        + (lines.isEmpty()
            ? "the one of " + newest.id().bootstrap().version() + " was removed"
            : "since " + newest.id().bootstrap().version() + ": " + String.join("; ", lines));
  }

  private void planFrom(int first) throws IOException, InterruptedException {
    for (int n = 1; n < first - 1; n++) {
      skip(n, "stage " + first + " starts from stage " + (first - 1));
    }
    if (first > 1) {
      reuseAsSeed(first - 1, first);
    }
    for (int n = first; n <= count; n++) {
      run(
          n,
          n == first
              ? "it was requested as the first stage"
              : "stage " + (n - 1) + ", its seed, is rebuilt");
    }
  }

  private void planOnly() throws IOException, InterruptedException {
    for (int n = 1; n <= count; n++) {
      if (options.only().contains(n)) {
        run(n, "requested");
      } else if (options.only().contains(n + 1)) {
        reuseAsSeed(n, n + 1);
      } else {
        skip(n, "not requested");
      }
    }
  }

  /** Reuses a stage that another stage starts from, so it must exist. */
  private void reuseAsSeed(int n, int next) throws IOException, InterruptedException {
    String problem = unusable(n).orElse(null);
    if (problem == null) {
      reuse(n, find(n).orElseThrow(), drift(n));
      return;
    }
    skip(n, problem);
    errors.add(
        "stage "
            + next
            + " starts from stage "
            + n
            + ", which cannot be used: "
            + problem
            + "; run stage "
            + n
            + " first");
  }

  /** Why a stored stage cannot follow this seed in the chain; empty if it can. */
  private Optional<String> gap(int n, Seed before) throws IOException, InterruptedException {
    Optional<String> unusable = unusable(n);
    if (unusable.isPresent()) {
      return unusable;
    }
    StageRecord record = record(n);
    if (before == null || !record.seed().sameContent(before)) {
      String is =
          before == null
              ? "there is no seed now"
              : (n == 1 ? "the seed" : "stage " + (n - 1)) + " is " + text(before) + " now";
      return Optional.of("it was made from " + text(record.seed()) + ", but " + is);
    }
    if (n == count && !record.isLast()) {
      return Optional.of("it was made as one of " + record.stages() + " stages, not as the last");
    }
    return Optional.empty();
  }

  private Optional<String> unusable(int n) throws IOException, InterruptedException {
    Optional<StoredStage> stage = find(n);
    if (stage.isEmpty()) {
      return Optional.of("not made yet");
    }
    if (!stage.get().isSound()) {
      return Optional.of(stage.get().problem());
    }
    return Optional.empty();
  }

  private Optional<StoredStage> find(int n) throws IOException, InterruptedException {
    Optional<StoredStage> stage = found.get(n);
    if (stage == null) {
      stage = stored.find(n);
      found.put(n, stage);
    }
    return stage;
  }

  private StageRecord record(int n) throws IOException, InterruptedException {
    return find(n).orElseThrow().record();
  }

  private List<String> drift(int n) throws IOException, InterruptedException {
    return Drift.lines(record(n), today.get(n - 1));
  }

  private SourceDate date(int n) {
    return today.get(n - 1).sourceDate();
  }

  private String name(int n) {
    return config.stages().get(n - 1).name();
  }

  private void run(int n, String reason) {
    PlannedStage last = n == 1 ? null : stages.get(n - 2);
    Seed before = n == 1 ? seed : last.reused() == null ? null : last.reused().asSeed();
    Digest key =
        before == null ? null : StageKey.of(today.get(n - 1), before, bootstrap).orElse(null);
    stages.add(new PlannedStage(n, name(n), Action.RUN, reason, List.of(), null, key, date(n)));
  }

  private void skip(int n, String reason) {
    stages.add(new PlannedStage(n, name(n), Action.SKIP, reason, List.of(), null, null, date(n)));
  }

  private void reuse(int n, StoredStage stage, List<String> drift) {
    stages.add(PlannedStage.reuse(n, name(n), stage, drift, bootstrap));
    if (options.onDrift() == OnDrift.FAIL) {
      drift.forEach(line -> errors.add("stage " + n + " differs today: " + line));
    }
  }

  private static String text(Seed seed) {
    return Printable.plain(seed.location()) + " (" + seed.digests().get(0).brief() + ")";
  }
}
