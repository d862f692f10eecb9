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
 * Which tarballs of a job's builds a rule lets go: the newest builds that made some are counted,
 * for stages those of all SDKs together, for SDKs each SDK and architecture on its own. The stages
 * that a build took from an earlier one are kept with its own. What a running build holds or has
 * taken stays, and so do everything of a build that is kept forever and the SDK that the next
 * bootstrap may start from.
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
  private final Map<String, Integer> sdks = new HashMap<>();
  private final Map<String, Integer> previous = new HashMap<>();
  private final List<Expired> expired = new ArrayList<>();
  private int builds;

  private ExpiredTarballs(RetentionProperty rule) {
    keptStages = rule.getStages();
    keptSdks = rule.getSdks();
  }

  /** What may go, of this build and all before it. */
  static List<Expired> of(Run<?, ?> newest, RetentionProperty rule) {
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
    return tarballs.expired;
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
      stages.forEach(stage -> kept.add(nameOf(stage)));
    }
  }

  private void judge(Run<?, ?> build) {
    for (StageEntry stage : build.getAction(SdkBuildAction.class).getStages()) {
      if (stage.getState() != StageEntry.State.BUILT) {
        continue;
      }
      boolean stays = kept.contains(nameOf(stage));
      if (stage.isLast()) {
        stays |= sdks.merge(sdkOf(stage), 1, Integer::sum) <= keptSdks;
        stays |= Objects.equals(previous.get(sdkOf(stage)), build.getNumber());
      }
      if (!stays && !used.contains(build.getNumber()) && !build.isKeepLog()) {
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
