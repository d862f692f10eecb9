package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryLock;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import io.jenkins.plugins.sdkbootstrap.store.Publication;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Bootstraps an SDK with a directory as the store: goes over the plan, runs the stages that have to
 * run, each from the tarball of the one before, and says in the end what each came to.
 */
final class BootstrapRun {

  /** Names the command line as the builder in a record. */
  static final String BUILDER = "https://plugins.jenkins.io/sdk-bootstrap/command-line";

  // A root is some times as large as its tarball, and the seed's and the new one's are there at
  // once.
  static final int ROOM_PER_SEED_BYTE = 6;

  private final BootstrapOptions options;
  private final int keepMost;
  private final Optional<PrivilegeSetting> setting;
  private final Console console;
  private final Clock clock;
  private final DirectoryStore store;
  private final Map<Integer, StageRecord> records = new HashMap<>();
  private final List<StageResult> results = new ArrayList<>();
  private BootstrapId bootstrap;

  /**
   * A run of these options.
   *
   * @param keepMost how many roots of failed stages there may be, this run's among them; 0 to keep
   *     none of it
   * @param setting the privilege that is asked for, if one is; otherwise sdk.yaml's
   */
  BootstrapRun(
      BootstrapOptions options,
      int keepMost,
      Optional<PrivilegeSetting> setting,
      Console console,
      Clock clock)
      throws IOException {
    this.options = options;
    this.keepMost = keepMost;
    this.setting = setting;
    this.console = console;
    this.clock = clock;
    this.store = options.store();
  }

  /** Runs the plan; what came of each stage, in order. */
  @SuppressWarnings("try") // the lock is held, not used
  List<StageResult> run()
      throws IOException,
          InterruptedException,
          InputException,
          StageFailedException,
          ConfigException {
    SdkCommand.requireTools();
    SdkConfig config = options.config();
    try (Closeable lock = store.lock(config.name())) {
      Preparation prepared = Preparation.of(config, options, store, console, clock);
      bootstrap = prepared.bootstrap();
      Plan plan = prepared.plan();
      console.say(bootstrap + " in " + store.directory());
      plan.lines().forEach(console::say);
      if (!plan.isPossible()) {
        throw new InputException(plan.errors());
      }
      return runStages(prepared);
    }
  }

  private Path work() {
    return options.work(bootstrap.sdk());
  }

  /** Of the roots: that of the store is enough where they are in it. */
  private Closeable lockWork() throws IOException {
    if (!options.worksElsewhere()) {
      return () -> {};
    }
    Files.createDirectories(work());
    return DirectoryLock.acquire("work directory", work());
  }

  /** What came of each stage so far, in order. */
  List<StageResult> results() {
    return List.copyOf(results);
  }

  /** The bootstrap, once it is known. */
  Optional<Version> version() {
    return Optional.ofNullable(bootstrap).map(BootstrapId::version);
  }

  /** The SDK under its release's name, where the last stage is there. */
  Optional<Path> release() {
    return records.values().stream()
        .filter(StageRecord::isLast)
        .findFirst()
        .map(last -> store.releaseFiles(bootstrap, last).archive());
  }

  @SuppressWarnings("try") // the lock is held, not used
  private List<StageResult> runStages(Preparation prepared)
      throws IOException, InterruptedException, StageFailedException, InputException {
    try (Closeable lock = lockWork()) {
      sweep(prepared);
      return runEach(prepared);
    }
  }

  private List<StageResult> runEach(Preparation prepared)
      throws IOException, InterruptedException, StageFailedException, InputException {
    Privilege privilege = null;
    boolean ran = false;
    for (PlannedStage planned : prepared.plan().stages()) {
      Instant started = clock.instant();
      StageRecord record = null;
      PlannedStage stage = planned;
      if (ran && planned.runs() && !options.planOptions().forces()) {
        stage = prepared.withSeed(planned, seed(prepared, planned));
        if (!stage.runs()) {
          console.say(stage.toString());
        }
      }
      ran |= stage.runs();
      switch (stage.action()) {
        case SKIP -> {}
        case REUSE -> {
          // Whoever reads the record later shall see what was reused although it differed.
          StageId id = bootstrap.stage(stage.number());
          if (stage.reused().id().equals(id)) {
            record = store.addNotes(stage.reused(), driftNotes(stage));
            if (record.isLast()) {
              store.restoreRelease(id, record);
            }
          } else {
            store.reuse(id, stage.reused());
            record = stage.record();
          }
        }
        case RUN -> {
          if (privilege == null) {
            privilege = preflight(prepared);
          }
          record = build(prepared, stage, privilege, started);
        }
      }
      if (record != null) {
        records.put(stage.number(), record);
      }
      results.add(
          new StageResult(
              bootstrap.stage(stage.number()),
              stage,
              record,
              Duration.between(started, clock.instant())));
    }
    return results;
  }

  private static List<String> driftNotes(PlannedStage stage) {
    return stage.drift().stream().map(line -> "reused, but " + line).toList();
  }

  /** Finds out whether stages can run, and how, before hours of work. */
  private Privilege preflight(Preparation prepared)
      throws IOException, InterruptedException, InputException {
    PlannedStage first =
        prepared.plan().stages().stream().filter(PlannedStage::runs).findFirst().orElseThrow();
    Path seed = seedFile(prepared, first);
    Privilege privilege = SdkCommand.preflight(need(prepared, SeedCheck.room(seed)), console);
    SdkCommand.report(
        prepared.seedFindings(seed, Optional.of(privilege), work(), options.strict()), console);
    return privilege;
  }

  /** What the first second can tell, for a plan; nothing of a seed that is not here yet. */
  static List<Finding> findings(
      BootstrapOptions options, Optional<PrivilegeSetting> setting, Preparation prepared)
      throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Optional<PlannedStage> first =
        prepared.plan().stages().stream().filter(PlannedStage::runs).findFirst();
    if (first.isEmpty() || !prepared.plan().isPossible()) {
      return findings;
    }
    Path work = options.work(prepared.bootstrap().sdk());
    SeedCheck.codec(work).ifPresent(findings::add);
    boolean here = first.get().number() == 1 && prepared.config().seed().kind() != SeedRef.Kind.URL;
    Path seed = here ? prepared.seedFile(Progress.NONE) : null;
    Preflight preflight =
        Preflight.check(need(options, setting, prepared, here ? SeedCheck.room(seed) : 0));
    findings.addAll(preflight.findings());
    if (here) {
      findings.addAll(prepared.seedFindings(seed, preflight.privilege(), work, options.strict()));
    }
    return findings;
  }

  private Preflight.Need need(Preparation prepared, long bytes) {
    return need(options, setting, prepared, bytes);
  }

  private static Preflight.Need need(
      BootstrapOptions options,
      Optional<PrivilegeSetting> setting,
      Preparation prepared,
      long bytes) {
    return new Preflight.Need(
        setting.orElse(PrivilegeSetting.parse(prepared.config().privilege())),
        options.work(prepared.bootstrap().sdk()),
        prepared.config().arch(),
        bytes,
        0);
  }

  /** The tarball that a stage starts from. */
  private Path seedFile(Preparation prepared, PlannedStage stage)
      throws IOException, InterruptedException {
    return stage.number() == 1
        ? prepared.seedFile(console.progress())
        : store.tarball(bootstrap.stage(stage.number() - 1), records.get(stage.number() - 1));
  }

  private Seed seed(Preparation prepared, PlannedStage stage) {
    int before = stage.number() - 1;
    return before == 0 ? prepared.seed() : records.get(before).asSeed(bootstrap.stage(before));
  }

  /**
   * Removes the roots that a killed run has left, before room for others is asked for, and also
   * where no stage has to run; the locks say that nobody uses them.
   */
  private void sweep(Preparation prepared) throws IOException, InterruptedException {
    List<Path> left = WorkNames.rootsIn(work());
    if (left.isEmpty() && ScratchRoot.all(work()).isEmpty()) {
      return;
    }
    Optional<Privilege> privilege = Preflight.check(need(prepared, 0)).privilege();
    if (privilege.isPresent()) {
      ScratchRoot.sweep(work(), privilege.get());
    }
    for (Path root : left) {
      if (privilege.isPresent()) {
        console.say("remove " + root + ", left by a run that was killed");
        RootRemoval.removeOrSetAside(root, privilege.get()).ifPresent(console::say);
      } else {
        // Where a stage has to run, the preflight for that will say why.
        console.say(root + " stays, left by a run that was killed: no privilege works");
      }
    }
  }

  @SuppressWarnings("try") // the removal is closed, not used
  private StageRecord build(
      Preparation prepared, PlannedStage stage, Privilege privilege, Instant started)
      throws IOException, InterruptedException, StageFailedException, InputException {
    int number = stage.number();
    console.say("");
    console.say("stage " + number + " (" + stage.name() + ")");
    Progress progress = console.progress();
    Seed seed = seed(prepared, stage);
    Path seedFile = seedFile(prepared, stage);
    Files.createDirectories(work());
    Path root = work().toRealPath().resolve(WorkNames.root(bootstrap.stage(number)));
    try (Closeable removal = () -> removeRoot(root, privilege);
        Publication publication =
            store.begin(bootstrap.stage(number), prepared.config().compression())) {
      StageWork.unpack(
          seedFile, seed.digests().get(0), root, privilege, options.strict(), progress);
      // Now, not hours ago when the plan was made: these are the bytes that the script sees.
      StageWork work =
          new StageWork(prepared.files(), bootstrap, prepared.inputsOf(stage), privilege, progress);
      Path caches = options.cache(bootstrap.sdk());
      work.environment().makeCaches(caches);
      StageRun run = work.environment().chroot(root, caches);
      StageTarball tarball;
      List<InputChange> changes;
      try {
        work.run(run, console.stageLog());
        tarball = work.archive(run, publication.files().archive());
        changes = work.changes(prepared.digester(), options.onDrift());
      } catch (StageFailedException | IOException | InterruptedException e) {
        keep(root, work, e);
        throw e;
      }
      progress.started("record", -1);
      StageRecord record =
          work.record(
              seed,
              tarball,
              new RunDetails(
                  BUILDER,
                  Main.version(),
                  null,
                  privilege.name().toLowerCase(Locale.ROOT),
                  started,
                  clock.instant(),
                  changes,
                  prepared.plan().driftLines()));
      publication.commit(record);
      progress.finished();
      return record;
    }
  }

  /** Where roots of failed stages are to be kept; a failure to do so does not hide the stage's. */
  private void keep(Path root, StageWork work, Exception failure) {
    if (keepMost < 1) {
      return;
    }
    String why = failure instanceof InterruptedException ? "interrupted" : failure.getMessage();
    try {
      KeptRoot kept =
          KeptRoot.keep(
              root,
              work.id(),
              KeptRoot.About.of(
                  work.privilege(), work.inputs().sourceDateEpoch(), clock.instant(), why));
      console.say("the root is kept as " + kept.root() + "; a shell in it:");
      console.say("  bootstrap-sdk shell " + options.shellWords(work.id()));
      List<KeptRoot> all = KeptRoot.in(work(), bootstrap.sdk());
      for (KeptRoot old : all.subList(Math.min(keepMost, all.size()), all.size())) {
        old.remove();
        console.say("removed " + old.root() + ": at most " + keepMost + " are kept");
      }
    } catch (IOException e) {
      console.say("cannot keep " + root + ": " + e.getMessage());
    }
  }

  /** Also where the run was interrupted, or is meanwhile. What cannot be removed is in no way. */
  private void removeRoot(Path root, Privilege privilege) throws IOException {
    RootRemoval.removeOrSetAside(root, privilege).ifPresent(console::say);
  }
}
