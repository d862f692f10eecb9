package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Result;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which tarballs of a job's builds a rule no longer keeps: the newest builds that made some are
 * counted, for stages those of all SDKs together, for SDKs each SDK and architecture on its own.
 * The stages that a build took from an earlier one, and the seed that it began with, are kept with
 * its own. What a running build holds or has taken stays, and so do everything of a build that
 * people keep forever, what builds of other jobs have taken, and the SDK that the next bootstrap
 * may start from.
 */
final class ExpiredTarballs {

  /** How far back: loading a build costs a file read. */
  private static final int MOST_BUILDS = 1000;

  /**
   * A tarball.
   *
   * @param build the build that has it
   * @param stage what it is of
   */
  record Expired(Run<?, ?> build, StageEntry stage) {}

  private final int keptStages;
  private final int keptSdks;
  private final Set<Integer> used = new HashSet<>();
  private final Set<String> kept = new HashSet<>();
  private final Set<String> seeds = new HashSet<>();
  private final Map<String, Integer> sdks = new HashMap<>();
  private final Map<String, Integer> previous = new HashMap<>();
  private final List<Expired> expired = new ArrayList<>();
  private final List<Run<?, ?>> released = new ArrayList<>();
  private int builds;

  private ExpiredTarballs(RetentionProperty rule) {
    keptStages = rule.getStages();
    keptSdks = rule.getSdks();
  }

  /** Goes through this build and all before it. */
  static ExpiredTarballs of(Run<?, ?> newest, RetentionProperty rule) {
    ExpiredTarballs tarballs = new ExpiredTarballs(rule);
    List<Run<?, ?>> holders = new ArrayList<>();
    Run<?, ?> build = newest;
    for (int n = 0; build != null && n < MOST_BUILDS; n++) {
      tarballs.noteUse(build);
      if (build.getAction(SdkBuildAction.class) != null) {
        holders.add(build);
      }
      build = build.getPreviousBuild();
    }
    holders.forEach(tarballs::keep);
    holders.forEach(tarballs::judge);
    return tarballs;
  }

  /** What may go. */
  List<Expired> expired() {
    return List.copyOf(expired);
  }

  /** The builds for which nothing is kept that they took from other jobs. */
  List<Run<?, ?>> released() {
    return List.copyOf(released);
  }

  private void noteUse(Run<?, ?> build) {
    SdkBuildAction action = build.getAction(SdkBuildAction.class);
    if (action != null && build.getResult() == Result.SUCCESS) {
      action.getStages().stream()
          .filter(StageEntry::isLast)
          .filter(stage -> stage.getJob().isEmpty())
          .forEach(sdk -> previous.putIfAbsent(sdkOf(sdk), sdk.getBuild()));
    }
    if (!build.isBuilding()) {
      return;
    }
    used.add(build.getNumber());
    if (action != null) {
      used.addAll(action.takenFrom());
    }
    ReplayRequest replay = build.getAction(ReplayRequest.class);
    if (replay != null) {
      used.add(replay.getFromBuild());
    }
  }

  private void keep(Run<?, ?> build) {
    List<StageEntry> stages = build.getAction(SdkBuildAction.class).getStages();
    boolean made = stages.stream().anyMatch(s -> s.getState() == StageEntry.State.BUILT);
    if (made && builds < keptStages) {
      builds++;
      for (StageEntry stage : stages) {
        kept.add(nameOf(stage));
        if (stage.getNumber() == 1) {
          stage.seed().ifPresent(seed -> seed.digests().forEach(d -> seeds.add(d.toString())));
        }
      }
    }
    for (Run<?, ?> user : HeldBuilds.users(build)) {
      if (user.getParent() != build.getParent()) {
        SdkBuildAction.find(user).map(SdkBuildAction::getStages).orElse(List.of()).stream()
            .filter(stage -> stage.holder(user) == build)
            .forEach(stage -> kept.add("#" + build.getNumber() + "/" + stage.getTarball()));
      }
    }
  }

  private void judge(Run<?, ?> build) {
    List<StageEntry> stages = build.getAction(SdkBuildAction.class).getStages();
    if (!used.contains(build.getNumber())
        && stages.stream().anyMatch(stage -> stage.getJob().isPresent())
        && stages.stream().noneMatch(stage -> kept.contains(nameOf(stage)))) {
      released.add(build);
    }
    for (StageEntry stage : stages) {
      if (stage.getState() != StageEntry.State.BUILT) {
        continue;
      }
      boolean stays = kept.contains(nameOf(stage)) || seeds.contains(stage.getSha256());
      if (stage.isLast()) {
        stays |= sdks.merge(sdkOf(stage), 1, Integer::sum) <= keptSdks;
        stays |= Objects.equals(previous.get(sdkOf(stage)), build.getNumber());
      }
      if (!stays && !used.contains(build.getNumber()) && !HeldBuilds.isKeptByPeople(build)) {
        expired.add(new Expired(build, stage));
      }
    }
  }

  private static String nameOf(StageEntry stage) {
    return stage.getJob().orElse("") + "#" + stage.getBuild() + "/" + stage.getTarball();
  }

  private static String sdkOf(StageEntry stage) {
    return stage.getSdk() + "/" + stage.getArch();
  }
}
