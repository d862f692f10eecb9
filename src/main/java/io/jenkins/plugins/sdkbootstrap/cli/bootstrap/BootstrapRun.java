package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.archive.FilesArchive;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.PlanText;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import io.jenkins.plugins.sdkbootstrap.kept.ScratchRoot;
import io.jenkins.plugins.sdkbootstrap.kept.WorkNames;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import io.jenkins.plugins.sdkbootstrap.stage.StageLogs;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryLock;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import io.jenkins.plugins.sdkbootstrap.store.Publication;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
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
public final class BootstrapRun {

  /** Names the command line as the builder in a record. */
  public static final String BUILDER = "https://plugins.jenkins.io/sdk-bootstrap/command-line";

  // A root is some times as large as its tarball, and the seed's and the new one's are there at
  // once.
  public static final int ROOM_PER_SEED_BYTE = 6;

  /** What progress says came of a stage. */
  private static final Map<PlannedStage.Action, String> STATES =
      Map.of(
          PlannedStage.Action.RUN, "built",
          PlannedStage.Action.REUSE, "reused",
          PlannedStage.Action.SKIP, "skipped");

  private final BootstrapOptions options;
  private final RootKeeping keeping;
  private final RunPreflight preflight;
  private final boolean inPlace;
  private final Console console;
  private final Clock clock;
  private final DirectoryStore store;
  private final Map<Integer, StageRecord> records = new HashMap<>();
  private final List<StageResult> results = new ArrayList<>();
  private BootstrapId bootstrap;
  private Path logs;

  /**
   * A run of these options.
   *
   * @param keepMost how many roots of failed stages there may be, this run's among them; 0 to keep
   *     none of it
   * @param inPlace whether the first stage that runs does so in its kept root
   * @param setting the privilege that is asked for, if one is; otherwise sdk.yaml's
   */
  public BootstrapRun(
      BootstrapOptions options,
      int keepMost,
      boolean inPlace,
      Optional<PrivilegeSetting> setting,
      Console console,
      Clock clock)
      throws IOException {
    this.options = options;
    this.keeping = new RootKeeping(options, keepMost, setting, console, clock);
    this.preflight = new RunPreflight(options, setting, console);
    this.inPlace = inPlace;
    this.console = console;
    this.clock = clock;
    this.store = options.store();
  }

  /** The version of this software, {@code development} where it runs from classes. */
  public static String softwareVersion() {
    String version = BootstrapRun.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Runs the plan; what came of each stage, in order. */
  @SuppressWarnings("try") // the lock is held, not used
  public List<StageResult> run()
      throws IOException,
          InterruptedException,
          InputException,
          StageFailedException,
          ConfigException {
    Checks.requireTools();
    SdkConfig config = options.config();
    try (Closeable lock = store.lock(config.name())) {
      Preparation prepared = Preparation.of(config, options, store, console, clock);
      bootstrap = prepared.bootstrap();
      Plan plan = prepared.plan();
      console.say(bootstrap + " in " + store.directory());
      plan.lines().forEach(line -> console.say(PlanText.coloured(line)));
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
  public List<StageResult> results() {
    return List.copyOf(results);
  }

  /** The bootstrap, once it is known. */
  public Optional<Version> version() {
    return Optional.ofNullable(bootstrap).map(BootstrapId::version);
  }

  /** The logs that were collected of the stage that failed. */
  public Optional<Path> logs() {
    return Optional.ofNullable(logs);
  }

  /** The root of the stage that failed, where it is kept. */
  public Optional<KeptRoot> kept() {
    return keeping.kept();
  }

  /** The SDK under its release's name, where the last stage is there. */
  public Optional<Path> release() {
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
    Optional<KeptRoot> again = inPlace ? Optional.of(keeping.require(prepared)) : Optional.empty();
    for (PlannedStage planned : prepared.plan().stages()) {
      Instant started = clock.instant();
      StageRecord record = null;
      PlannedStage stage = planned;
      if (ran && planned.runs() && !options.planOptions().forces()) {
        stage = prepared.withSeed(planned, seed(prepared, planned));
        if (!stage.runs()) {
          console.say(PlanText.coloured(stage.toString()));
        }
      }
      ran |= stage.runs();
      console
          .progress()
          .stageStarted(
              stage.number(), stage.name(), stage.runs() ? lastTime(stage.number()) : null);
      String state = "failed";
      try {
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
              privilege =
                  again.isPresent()
                      ? keeping.preflight(again.get())
                      : preflight.require(prepared, seedFile(prepared, stage));
            }
            record = build(prepared, stage, privilege, started, again);
            again = Optional.empty();
          }
        }
        state = STATES.get(stage.action());
      } finally {
        console.progress().stageFinished(state);
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

  /** How long the stage took when it was made last, of any version; null where no record tells. */
  private Duration lastTime(int number) throws IOException, InterruptedException {
    return store
        .stages(bootstrap)
        .newest(number)
        .map(last -> Duration.between(last.run().startedOn(), last.run().finishedOn()))
        .orElse(null);
  }

  private static List<String> driftNotes(PlannedStage stage) {
    return stage.drift().stream().map(line -> "reused, but " + line).toList();
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
    Optional<Privilege> privilege = Preflight.check(preflight.need(prepared, 0)).privilege();
    if (privilege.isPresent()) {
      ScratchRoot.sweep(work(), privilege.get());
    }
    for (Path root : left) {
      if (privilege.isPresent()) {
        console.say("remove " + root + " of a run that was killed");
        RootRemoval.removeOrSetAside(root, privilege.get()).ifPresent(console::say);
      } else {
        // Where a stage has to run, the preflight for that will say why.
        console.say("keep " + root + " of a run that was killed: no privilege works");
      }
    }
  }

  @SuppressWarnings("try") // the removal is closed, not used
  private StageRecord build(
      Preparation prepared,
      PlannedStage stage,
      Privilege privilege,
      Instant started,
      Optional<KeptRoot> again)
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
      if (again.isPresent()) {
        keeping.take(again.get(), seed, root);
      } else {
        StageWork.unpack(
            seedFile, seed.digests().get(0), root, privilege, options.strict(), progress);
      }
      // Now, not hours ago when the plan was made: these are the bytes that the script sees.
      StageWork work =
          new StageWork(prepared.files(), bootstrap, prepared.inputsOf(stage), privilege, progress);
      Path caches = options.cache(bootstrap.sdk());
      work.environment().makeCaches(caches);
      StageRun run = work.environment().chroot(root, caches);
      run = again.isPresent() ? run.inPlace() : run;
      StageTarball tarball;
      List<InputChange> changes;
      try {
        work.run(run, console.stageLog());
        tarball = work.archive(run, publication.files().archive(), OutputStream.nullOutputStream());
        changes = new ArrayList<>(work.changes(prepared.digester(), options.onDrift()));
      } catch (StageFailedException | IOException | InterruptedException e) {
        collect(run, work, store.files(work.id(), Compression.ZSTD).logs());
        keeping.keep(root, work, seed, e, again.isPresent());
        throw e;
      }
      again.ifPresent(kept -> changes.add(InputChange.inPlace(kept.about().seed())));
      if (prepared.config().logs(number).always()) {
        collect(run, work, publication.files().logs());
      }
      progress.started("record", -1);
      StageRecord record =
          work.record(
              seed,
              tarball,
              new RunDetails(
                  BUILDER,
                  softwareVersion(),
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

  /** A failure to do so does not hide the stage's. What is interrupted ends with its logs, too. */
  private void collect(StageRun run, StageWork work, Path archive) {
    boolean interrupted = Thread.interrupted();
    try {
      Optional<StageLogs.Collected> collected = work.logs(run, archive, FilesArchive.Filter.NONE);
      if (collected.isPresent()) {
        logs = archive;
        console.say(
            "logs: "
                + collected.get().count()
                + " in "
                + store.files(work.id(), Compression.ZSTD).logs());
      }
    } catch (IOException e) {
      console.say("cannot collect logs: " + e.getMessage());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Also where the run was interrupted, or is meanwhile. What cannot be removed is in no way. */
  private void removeRoot(Path root, Privilege privilege) throws IOException {
    RootRemoval.removeOrSetAside(root, privilege).ifPresent(console::say);
  }
}
