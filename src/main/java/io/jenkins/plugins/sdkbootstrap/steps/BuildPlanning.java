package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.agent.ConfigTask;
import io.jenkins.plugins.sdkbootstrap.agent.DamagedArtifactException;
import io.jenkins.plugins.sdkbootstrap.build.ArtifactFetch;
import io.jenkins.plugins.sdkbootstrap.build.BootstrapTurn;
import io.jenkins.plugins.sdkbootstrap.build.EarlierBuilds;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.PreviousSdk;
import io.jenkins.plugins.sdkbootstrap.build.ReplayRequest;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.SourceBuild;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlanOptions;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.plan.PreviousSeed;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import io.jenkins.plugins.sdkbootstrap.settings.SigningCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/**
 * The work of {@code sdkBootstrapPlan}: what an sdk.yaml says, what earlier builds have and what
 * the agent has today, made into the arguments of the steps that {@code bootstrapSdk} calls.
 */
final class BuildPlanning {

  private final Run<?, ?> run;
  private final String flowNode;
  private final FilePath workspace;
  private final TaskListener listener;

  BuildPlanning(Run<?, ?> run, String flowNode, FilePath workspace, TaskListener listener) {
    this.run = run;
    this.flowNode = flowNode;
    this.workspace = workspace;
    this.listener = listener;
  }

  /**
   * Plans.
   *
   * @return {@code turn}, which bootstrap this is; where another build of the job makes it, nothing
   *     else but {@code busy}. Else {@code stages}, a map each as {@link StageCalls} makes it; and
   *     {@code seed}, the first stage's
   */
  Map<String, Object> plan(PlanArguments arguments) throws IOException, InterruptedException {
    SigningCredential.find(arguments.signingKey, run); // not only after hours of work
    byte[] yaml = workspace.act(new ConfigTask(arguments.config));
    SdkConfig config = arguments.applyTo(yaml);
    ReplayRequest replay = run.getAction(ReplayRequest.class);
    if (replay != null && !replay.isFor(config.name(), config.arch())) {
      replay = null;
    }
    Run<?, ?> source = source(arguments, replay);
    BootstrapId bootstrap = config.id(version(arguments, replay, source, config));
    Map<String, Object> returned = new LinkedHashMap<>();
    returned.put("turn", OneBootstrapStep.arguments(bootstrap));
    Optional<Run<?, ?>> busy = BootstrapTurn.take(run, bootstrap, flowNode);
    if (busy.isPresent()) {
      returned.put("busy", true);
      return returned;
    }
    try {
      plan(arguments, config, yaml, bootstrap, replay, source, returned);
      return returned;
    } catch (IOException | InterruptedException | RuntimeException e) {
      BootstrapTurn.end(run, bootstrap);
      throw e;
    }
  }

  private void plan(
      PlanArguments arguments,
      SdkConfig config,
      byte[] yaml,
      BootstrapId bootstrap,
      ReplayRequest replay,
      Run<?, ?> source,
      Map<String, Object> returned)
      throws IOException, InterruptedException {
    SdkBuildAction action = SdkBuildAction.of(run);
    EarlierBuilds stored =
        source == null
            ? EarlierBuilds.ofJob(run, bootstrap, SourceBuild.jobs(run, arguments.reuseFrom))
            : EarlierBuilds.of(source, bootstrap);
    long begun = SourceDate.begun(stored.find(1).map(StoredStage::record), Clock.systemUTC());
    ConfigTask.Today today =
        workspace
            .act(
                new ConfigTask.Inspection(
                    config,
                    arguments.config,
                    bootstrap,
                    begun,
                    SdkBootstrapConfiguration.agentSettings(workspace, arguments.privilege),
                    arguments.strict))
            .of(config);
    if (config.seed().isSigned()) {
      config = config.withSeed(config.seed().verified(today.seed().digests().get(0)));
    }
    SeedOfPlan seed = seed(arguments.config, config, today, stored, begun, action);
    PlanOptions options =
        new PlanOptions(
            arguments.rebuild && replay == null,
            replay == null ? arguments.fromStage : replay.getFromStage(),
            List.of(),
            arguments.onDrift);
    Seed first = seed == null ? null : seed.seed();
    Plan plan;
    do {
      plan = Plan.of(config, bootstrap, options, first, today.inputs(), stored);
    } while (!seedIsSound(plan, stored, arguments));
    listener.getLogger().println(bootstrap);
    plan.lines().forEach(listener.getLogger()::println);
    if (!plan.isPossible()) {
      throw new AbortException("the bootstrap cannot be done: " + String.join("; ", plan.errors()));
    }
    requireFit(plan, today);
    String place =
        FilePathUtils.getNodeName(workspace) + ":" + workspace.child(arguments.config).getRemote();
    action.putPlan(
        new PlannedSdk(config, bootstrap, arguments.config, place, arguments.onDrift, begun)
            .with(plan)
            .signed(first),
        yaml);
    action.putSeen(bootstrap, today.seen());
    returned.put("seed", seed == null ? new LinkedHashMap<>() : seed.arguments());
    returned.put(
        "stages",
        new StageCalls(run, flowNode, arguments, config, stored)
            .of(plan, today.inputs(), source != null || options.forces()));
  }

  /**
   * Says what was found of the agent and the seed, where a stage runs.
   *
   * @throws AbortException with a line for each thing that would stop it
   */
  private void requireFit(Plan plan, ConfigTask.Today today) throws AbortException {
    List<Finding> findings = new ArrayList<>();
    if (plan.stages().stream().anyMatch(PlannedStage::runs)) {
      findings.addAll(today.ofAgent());
    }
    if (plan.stages().get(0).runs()) {
      findings.addAll(today.ofSeed());
    }
    List<String> errors = new ArrayList<>();
    for (Finding finding : findings) {
      // An agent has sent it.
      String line = Printable.line(finding.line());
      if (finding.severity() == Finding.Severity.ERROR) {
        errors.add(line);
      } else {
        listener.getLogger().println(line);
      }
    }
    if (!errors.isEmpty()) {
      throw new AbortException("the bootstrap cannot be done here: " + String.join("; ", errors));
    }
  }

  /**
   * Gets the tarball from which the first stage that runs starts to the agent, if it is one of an
   * earlier build: its bytes are verified by that, before anyone relies on it for hours.
   *
   * @return false if it is damaged; the plan then does not reuse it
   */
  private boolean seedIsSound(Plan plan, EarlierBuilds stored, PlanArguments arguments)
      throws IOException, InterruptedException {
    Optional<PlannedStage> first =
        plan.stages().stream().filter(PlannedStage::runs).findFirst().filter(s -> s.number() > 1);
    if (!plan.isPossible() || first.isEmpty()) {
      return true;
    }
    int number = first.get().number() - 1;
    StageRecord record = plan.stages().get(number - 1).record();
    try {
      new ArtifactFetch(
              run,
              workspace,
              listener,
              SdkBootstrapConfiguration.agentSettings(workspace, arguments.privilege),
              null)
          .fetch(
              stored.holder(number).orElseThrow(),
              StageEntry.pathOf(record),
              record.tarball().sha256());
      return true;
    } catch (DamagedArtifactException e) {
      stored.exclude(number, e.getMessage());
      return false;
    }
  }

  private Run<?, ?> source(PlanArguments arguments, ReplayRequest replay) throws AbortException {
    if (replay != null) {
      return SourceBuild.find(run, null, Integer.toString(replay.getFromBuild()));
    }
    return arguments.fromBuild == null ? null : SourceBuild.find(run, null, arguments.fromBuild);
  }

  private Version version(
      PlanArguments arguments, ReplayRequest replay, Run<?, ?> source, SdkConfig config)
      throws IOException {
    if (replay != null) {
      return new Version(replay.getVersion());
    }
    if (arguments.version != null) {
      return new Version(arguments.version);
    }
    Optional<String> ofSource =
        source == null
            ? Optional.empty()
            : SdkBuildAction.find(source)
                .flatMap(action -> action.versionOf(config.name(), config.arch()));
    if (ofSource.isPresent()) {
      return new Version(ofSource.get());
    }
    return new Version(SdkBuildAction.of(run).versionOr(() -> madeUp(config)));
  }

  /** The release and now; two builds that begin in one minute are not of the same bootstrap. */
  private Version madeUp(SdkConfig config) {
    Version now = Version.now(config.release(), Clock.systemUTC());
    return BootstrapTurn.holder(run, config.id(now)).isPresent()
        ? new Version(now + "." + run.getNumber())
        : now;
  }

  /**
   * A first stage's seed.
   *
   * @param seed for the plan
   * @param arguments for {@code unpackSeed}
   */
  private record SeedOfPlan(Seed seed, Map<String, Object> arguments) {}

  private SeedOfPlan seed(
      String file,
      SdkConfig config,
      ConfigTask.Today today,
      EarlierBuilds stored,
      long begun,
      SdkBuildAction action)
      throws IOException {
    SeedRef ref = config.seed();
    Map<String, Object> arguments = new LinkedHashMap<>();
    switch (ref.kind()) {
      case PATH -> {
        // sdk.yaml's paths start from its directory, the step's from the current one.
        arguments.put("seed", Path.of(file).resolveSibling(ref.location()).toString());
        arguments.put("digest", today.seed().digests().get(0).toString());
        return new SeedOfPlan(today.seed(), arguments);
      }
      case URL -> {
        arguments.put("seed", ref.toString());
        return new SeedOfPlan(
            today.seed() == null ? Seed.known(ref).orElseThrow() : today.seed(), arguments);
      }
      default -> {
        return previous(ref, stored, begun, action).orElse(null);
      }
    }
  }

  /** What {@code seed: previous} means among the job's builds. */
  private Optional<SeedOfPlan> previous(
      SeedRef ref, EarlierBuilds stored, long begun, SdkBuildAction action) throws IOException {
    BootstrapId bootstrap = stored.bootstrap();
    Optional<PreviousSdk> sdk =
        PreviousSeed.choose(
            bootstrap,
            ref,
            stored.find(1).map(StoredStage::record).map(StageRecord::seed),
            Instant.ofEpochSecond(begun),
            PreviousSdk.newestFirst(
                run, ref.previousSdk(bootstrap.sdk()), bootstrap.arch(), ref.stage()));
    if (sdk.isEmpty()) {
      return Optional.empty();
    }
    PreviousSdk previous = sdk.get();
    action.putSeedBuild(previous.build().getNumber());
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("seed", previous.tarball());
    arguments.put("fromBuild", Integer.toString(previous.build().getNumber()));
    arguments.put("digest", previous.digest().toString());
    return Optional.of(new SeedOfPlan(previous.asSeed(), arguments));
  }
}
