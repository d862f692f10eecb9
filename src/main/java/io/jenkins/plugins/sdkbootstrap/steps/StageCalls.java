package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.EarlierBuilds;
import io.jenkins.plugins.sdkbootstrap.build.HeldBuilds;
import io.jenkins.plugins.sdkbootstrap.build.RunningStage;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code bootstrapSdk} does about each stage of a plan: the arguments of the steps that it
 * calls, or what an earlier build has made.
 */
final class StageCalls {

  private final Run<?, ?> run;
  private final String flowNode;
  private final PlanArguments arguments;
  private final SdkConfig config;
  private final EarlierBuilds stored;
  private final BootstrapId bootstrap;

  StageCalls(
      Run<?, ?> run,
      String flowNode,
      PlanArguments arguments,
      SdkConfig config,
      EarlierBuilds stored) {
    this.run = run;
    this.flowNode = flowNode;
    this.arguments = arguments;
    this.config = config;
    this.stored = stored;
    bootstrap = stored.bootstrap();
  }

  /**
   * Goes through the stages.
   *
   * @param today what each would be made from
   * @param fixed whether what runs runs, although one that was made from the same may be found
   * @return a map for each stage: {@code title}, {@code run}; for one that runs the arguments
   *     {@code unpack}, {@code chroot}, {@code archive}, and {@code same} where one that was made
   *     from the same may be found once its seed is there; for others {@code line} and what {@code
   *     archiveStageRoot} had returned of it, {@code archived}
   */
  List<Map<String, Object>> of(Plan plan, List<StageInputs> today, boolean fixed)
      throws IOException {
    List<Map<String, Object>> calls = new ArrayList<>();
    Map<Integer, StageRecord> taken = taken(plan);
    for (PlannedStage stage : plan.stages()) {
      if (!stage.runs()) {
        calls.add(toTake(stage, taken.get(stage.number())));
        continue;
      }
      Map<String, Object> call = toRun(stage);
      if (!fixed && plan.before(stage.number()).filter(PlannedStage::runs).isPresent()) {
        same(stage, today.get(stage.number() - 1)).ifPresent(same -> call.put("same", same));
      }
      calls.add(call);
    }
    return calls;
  }

  private Optional<Map<String, Object>> same(PlannedStage stage, StageInputs inputs) {
    if (inputs.spec().reuse() != Reuse.INPUTS) {
      return Optional.empty();
    }
    return StageKey.withoutSeed(inputs, bootstrap)
        .map(
            lines -> {
              Map<String, Object> same = OneBootstrapStep.arguments(bootstrap);
              same.put("stage", stage.number());
              same.put("last", stage.number() == config.stages().size());
              same.put("inputs", new ArrayList<>(lines));
              same.put("reuseFrom", arguments.reuseFrom);
              return same;
            });
  }

  /**
   * The records of the stages that are taken from earlier builds: the reused ones and, although
   * nothing needs their tarballs now, those that they were made from. A build that begins with
   * stage 3 has the two stages before it, too, for a build that resumes from it.
   */
  private Map<Integer, StageRecord> taken(Plan plan) throws IOException {
    Map<Integer, StageRecord> taken = new HashMap<>();
    List<PlannedStage> stages = new ArrayList<>(plan.stages());
    Collections.reverse(stages);
    for (PlannedStage stage : stages) {
      StageRecord next = taken.get(stage.number() + 1);
      if (stage.action() == PlannedStage.Action.REUSE) {
        taken.put(stage.number(), stage.record());
      } else if (!stage.runs() && next != null) {
        stored
            .find(stage.number())
            .map(StoredStage::record)
            .filter(record -> record.asSeed().sameContent(next.seed()))
            .ifPresent(record -> taken.put(stage.number(), record));
      }
    }
    return taken;
  }

  private Map<String, Object> toTake(PlannedStage stage, StageRecord record) throws IOException {
    Map<String, Object> map = describe(stage);
    map.put("line", stage.toString());
    if (record != null) {
      Run<?, ?> holder = stored.holder(stage.number()).orElseThrow();
      StageEntry entry =
          take(bootstrap.stage(stage.number()), record, run, holder, flowNode, stage.drift());
      map.put("line", stage + ofBuild(entry, holder));
      if (stage.action() == PlannedStage.Action.REUSE) {
        map.put("archived", StageArchiving.returned(entry));
      }
    }
    return map;
  }

  /**
   * Has a build take a stage that another build, or this one before, has made.
   *
   * @param stage what it is here
   * @param drift what differs today from what it was made from, a line each
   */
  static StageEntry take(
      StageId stage,
      StageRecord record,
      Run<?, ?> run,
      Run<?, ?> holder,
      String flowNode,
      List<String> drift)
      throws IOException {
    Job<?, ?> job = holder.getParent() == run.getParent() ? null : holder.getParent();
    StageEntry entry = StageEntry.reused(stage, record, job, holder.getNumber(), flowNode, drift);
    if (holder != run) {
      SdkBuildAction.of(run).put(entry);
      HeldBuilds.hold(holder, run);
    }
    return entry;
  }

  /** Which build has it, for the log. */
  static String ofBuild(StageEntry entry, Run<?, ?> holder) {
    return ", of build "
        + (entry.getJob().isPresent() ? holder.getFullDisplayName() : holder.getDisplayName());
  }

  private static Map<String, Object> describe(PlannedStage stage) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("title", "SDK stage " + stage.number() + ": " + stage.name());
    map.put("run", stage.runs());
    return map;
  }

  private Map<String, Object> toRun(PlannedStage stage) {
    Map<String, Object> map = describe(stage);
    String root = RunningStage.root(bootstrap.stage(stage.number()));
    Map<String, Object> unpack = new LinkedHashMap<>();
    unpack.put("root", root);
    Map<String, Object> chroot = new LinkedHashMap<>();
    chroot.put("stage", stage.number());
    chroot.put("root", root);
    chroot.put("config", arguments.config);
    chroot.put("sdk", bootstrap.sdk());
    chroot.put("version", bootstrap.version().text());
    chroot.put("arch", bootstrap.arch());
    String privilege = arguments.privilege == null ? config.privilege() : arguments.privilege;
    if (!privilege.equals("auto")) {
      unpack.put("privilege", privilege);
      chroot.put("privilege", privilege);
    }
    Map<String, Object> archive = new LinkedHashMap<>(chroot);
    archive.put("compression", config.compression().id());
    archive.put("removeRoot", !arguments.keep.equals(PlanArguments.KEEP_ALL));
    if (arguments.signingKey != null) {
      archive.put("signingKey", arguments.signingKey);
    }
    if (arguments.strict) {
      unpack.put("strict", true);
    }
    map.put("unpack", unpack);
    map.put("chroot", chroot);
    map.put("archive", archive);
    Map<String, Object> failed = new LinkedHashMap<>(chroot);
    failed.remove("config");
    failed.put("keep", arguments.keep);
    map.put("failed", failed);
    return map;
  }
}
