package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.chroot.Shell;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.Checks;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.StageSeed;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.StoreOptions;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.Terminal;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import io.jenkins.plugins.sdkbootstrap.kept.ScratchRoot;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import io.jenkins.plugins.sdkbootstrap.stage.StageEnvironment;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryLock;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import io.jenkins.plugins.sdkbootstrap.store.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk shell}: a look into a stage or a root, from inside. */
@Command(
    description = {
      "Opens a shell where a stage's script runs, in a root, or in a tarball.",
      "With --stage N, the shell runs in the root that --keep-failed kept of that stage,",
      "or else in the stage's seed, unpacked for it, with the script as /tmp/stage.sh.",
      "Mounts, environment, user and network are those of the script.",
      "A root that --keep-failed or a Jenkins agent kept is entered in the same way if",
      "--config names its sdk.yaml.",
      "The command removes what it unpacked when the shell ends. A kept root or another",
      "directory stays, with all changes.",
      "Exit code: that of the shell or the command; 125: it could not be entered."
    })
final class ShellCommand extends SdkCommand {

  @Parameters(paramLabel = "PLACE", arity = "0..1", description = "A root or a tarball.")
  private Path place;

  @Option(names = "--stage", paramLabel = "N", description = "Stage of the SDK in sdk.yaml.")
  private Integer stage;

  @Option(
      names = "--version",
      paramLabel = "V",
      description =
          "Bootstrap of the stage. Default: that of the newest kept root of the stage, or else the"
              + " newest one that has the stage before it")
  private Version version;

  @Option(
      names = {"-c", "--command"},
      paramLabel = "COMMAND",
      description = "Run this by /bin/sh in the root instead of a shell for typing.")
  private String command = "";

  @Mixin private StoreOptions where;

  @Option(
      names = "--seed-tarball",
      paramLabel = "F",
      description = "Start stage 1 from this file instead of the seed in sdk.yaml.")
  private Path seed;

  @Override
  protected int run(Console console) throws Exception {
    if ((stage == null) == (place == null)) {
      throw new InputException("shell: give either --stage N, or a root or tarball");
    }
    boolean terminal = Terminal.isThere() && !json();
    if (!terminal && command.isEmpty()) {
      throw new InputException(
          json()
              ? "--json: give a command by -c"
              : "standard input and output are no terminal: give a command by -c");
    }
    if (terminal && Tool.installed("script").isEmpty()) {
      throw new InputException(
          "the program script is missing, which makes a terminal: apt-get install bsdutils, or dnf"
              + " install util-linux-script; or run a command with its output piped: -c COMMAND | cat");
    }
    int status;
    if (stage != null) {
      status = inStage(terminal, console);
    } else if (isKept()) {
      KeptRoot kept = KeptRoot.at(place.toRealPath()).orElseThrow();
      SdkConfig config = SdkConfig.read(where.config()).withArch(kept.id().bootstrap().arch());
      status = inKept(kept, files(config), terminal, console);
    } else if (Files.isDirectory(place)) {
      status =
          enter(
              new Shell(place.toRealPath(), Optional.empty(), false, command),
              preflight(place, console),
              terminal,
              console);
    } else if (Files.isRegularFile(place)) {
      status = inTarball(terminal, console);
    } else {
      throw new InputException("no root and no tarball: " + place);
    }
    if (json()) {
      console.json(Map.of("status", status));
    }
    return status;
  }

  /** Whether the place is the kept root of a stage of an SDK whose sdk.yaml is here. */
  private boolean isKept() throws IOException {
    return Files.isDirectory(place)
        && Files.isRegularFile(where.config())
        && KeptRoot.at(place.toRealPath()).isPresent();
  }

  private int inTarball(boolean terminal, Console console) throws Exception {
    Path work = where.worksElsewhere() ? where.work("") : Path.of("").toAbsolutePath();
    Privilege privilege =
        Checks.preflight(
            need(PrivilegeSetting.AUTO, work, System.getProperty("os.arch"), SeedCheck.room(place)),
            console);
    try (ScratchRoot scratch = ScratchRoot.in(work, privilege)) {
      StageWork.unpack(place, null, scratch.root(), privilege, false, console.progress());
      return enter(
          new Shell(scratch.root(), Optional.empty(), false, command),
          privilege,
          terminal,
          console);
    }
  }

  private int inStage(boolean terminal, Console console) throws Exception {
    SdkConfig config = SdkConfig.read(where.config());
    if (stage < 1 || stage > config.stages().size()) {
      throw new InputException(
          where.config() + " has " + config.stages().size() + " stages, and no stage " + stage);
    }
    ConfigFiles files = files(config);
    DirectoryStore store = new DirectoryStore(where.store());
    Path work = where.work(config.name());
    Optional<KeptRoot> kept =
        KeptRoot.in(work, config.name()).stream()
            .filter(k -> k.id().number() == stage)
            .filter(k -> k.id().bootstrap().arch().equals(config.arch()))
            .filter(k -> version == null || k.id().bootstrap().version().equals(version))
            .findFirst();
    StageSpec spec = config.stages().get(stage - 1);
    if (kept.isPresent()) {
      return inKept(kept.get(), files, terminal, console);
    }
    StageId id = config.id(version == null ? newest(store, config) : version).stage(stage);
    Path tarball =
        StageSeed.file(
            store,
            files,
            id,
            Optional.ofNullable(seed),
            store.find(id).map(StoredStage::record),
            console);
    console.progress().note("the root of " + id + " was not kept: in its seed " + tarball);
    Privilege privilege =
        Checks.preflight(
            need(
                PrivilegeSetting.parse(config.privilege()),
                work,
                config.arch(),
                SeedCheck.room(tarball)),
            console);
    try (ScratchRoot scratch = ScratchRoot.in(work, privilege)) {
      Digest unpacked =
          StageWork.unpack(tarball, null, scratch.root(), privilege, false, console.progress())
              .sha256();
      onRecord(store, id)
          .filter(digest -> digest.algorithm().equals(unpacked.algorithm()))
          .filter(digest -> !digest.equals(unpacked))
          .ifPresent(
              digest ->
                  console
                      .progress()
                      .note(
                          tarball
                              + " is not what is on record: it has "
                              + unpacked
                              + ", the record "
                              + digest));
      long epoch = sourceDateEpoch(store, files, id, spec, console);
      StageRun run = run(files, id, spec, epoch, scratch.root());
      return enter(
          new Shell(run.root(), Optional.of(run), true, command), privilege, terminal, console);
    }
  }

  private ConfigFiles files(SdkConfig config)
      throws IOException, InterruptedException, ConfigException {
    ConfigFiles files =
        new ConfigFiles(config, where.config().toAbsolutePath().normalize().getParent());
    files.check();
    return files;
  }

  @SuppressWarnings("try") // the lock is held, not used
  private int inKept(KeptRoot root, ConfigFiles files, boolean terminal, Console console)
      throws IOException, InterruptedException, InputException {
    int number = root.id().number();
    if (!files.config().name().equals(root.id().bootstrap().sdk())
        || number > files.config().stages().size()) {
      throw new InputException(where.config() + " is not of " + root.id());
    }
    try (DirectoryLock lock = root.lock()) {
      console
          .progress()
          .note(root.id() + " " + root.about().why() + " (" + root.about().failed() + ")");
      // Its files belong to who made them.
      Checks.preflight(
          new Preflight.Need(
              PrivilegeSetting.parse(root.about().privilege()),
              root.root().getParent(),
              files.config().arch(),
              0,
              0),
          console);
      StageSpec spec = files.config().stages().get(number - 1);
      StageRun run = run(files, root.id(), spec, root.about().sourceDateEpoch(), root.root());
      return enter(
          new Shell(run.root(), Optional.of(run), false, command),
          root.about().asPrivilege(),
          terminal,
          console);
    }
  }

  private StageRun run(ConfigFiles files, StageId id, StageSpec spec, long epoch, Path root)
      throws IOException {
    Path caches = where.cache(id.bootstrap().sdk());
    StageEnvironment environment = new StageEnvironment(files, id.bootstrap(), spec, epoch);
    environment.makeCaches(caches);
    return environment.chroot(root, caches);
  }

  /** What the stage was made from, or would be; empty where nothing tells. */
  private static Optional<Digest> onRecord(DirectoryStore store, StageId id) throws IOException {
    Optional<Digest> own =
        store.find(id).map(StoredStage::record).map(record -> record.seed().digests().get(0));
    return own.isPresent() || id.number() == 1
        ? own
        : store
            .find(id.withNumber(id.number() - 1))
            .map(StoredStage::record)
            .map(record -> record.tarball().sha256());
  }

  /** What the script had; where no record tells, what it would have now. */
  private static long sourceDateEpoch(
      DirectoryStore store, ConfigFiles files, StageId id, StageSpec spec, Console console)
      throws IOException, InterruptedException {
    Optional<SourceDate> said = SourceDate.said(files.config(), id.bootstrap().version());
    if (said.isPresent() && spec.reuse() == Reuse.VERSION) {
      return said.get().epoch();
    }
    Optional<StageRecord> own = store.find(id).map(StoredStage::record);
    if (own.isPresent()) {
      return own.get().inputs().sourceDateEpoch();
    }
    Optional<StageRecord> first = store.find(id.withNumber(1)).map(StoredStage::record);
    long begun = SourceDate.begun(first, Clock.systemUTC());
    return files
        .inputs(spec, id.bootstrap(), begun, new InputDigester(console.progress()))
        .sourceDateEpoch();
  }

  private Version newest(DirectoryStore store, SdkConfig config)
      throws IOException, InputException {
    List<StoredVersion> versions = store.versions(config.name());
    for (int i = versions.size() - 1; i >= 0; i--) {
      StoredVersion candidate = versions.get(i);
      if (candidate.id().arch().equals(config.arch())
          && (stage == 1
              || candidate.records().stream().anyMatch(r -> r.id().number() == stage - 1))) {
        return candidate.id().version();
      }
    }
    if (stage == 1) {
      return Version.now(config.release(), Clock.systemUTC());
    }
    throw new InputException(
        "nothing to start from: "
            + where.store()
            + " has no stage "
            + (stage - 1)
            + " of "
            + config.name()
            + " for "
            + config.arch());
  }

  private Preflight.Need need(PrivilegeSetting otherwise, Path work, String arch, long bytes) {
    return new Preflight.Need(privilege().orElse(otherwise), work.toAbsolutePath(), arch, bytes, 0);
  }

  private static int enter(Shell shell, Privilege privilege, boolean terminal, Console console)
      throws IOException, InterruptedException {
    if (!terminal) {
      return shell.run(privilege, console.stageLog());
    }
    console.close(); // no line of its own from here on
    return shell.onTerminal(privilege);
  }
}
