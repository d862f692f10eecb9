package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.kept.WorkNames;
import io.jenkins.plugins.sdkbootstrap.plan.Drift;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import io.jenkins.plugins.sdkbootstrap.store.Publication;
import io.jenkins.plugins.sdkbootstrap.store.StoredVersion;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a stage of a store a second time. What is run, and what of this machine it sees, is today's
 * sdk.yaml: a record may come from anyone, and names no file that is opened. Of the record are the
 * version, {@code SOURCE_DATE_EPOCH}, the compression, and what must come of it.
 *
 * @param stage which
 * @param wanted of which bootstrap; the newest where it is not said
 * @param where sdk.yaml, the store, and where roots and caches are
 * @param seedFile what the first stage starts from, instead of sdk.yaml's seed
 * @param keep where the second tarball stays
 * @param setting the privilege that is asked for, if one is; otherwise sdk.yaml's
 */
public record Reproduction(
    int stage,
    Optional<Version> wanted,
    StoreOptions where,
    Optional<Path> seedFile,
    Optional<Path> keep,
    Optional<PrivilegeSetting> setting) {

  /**
   * What came of it.
   *
   * @param record what is on record
   * @param drift what is not as the record has it, a line each
   * @param again the second tarball
   * @param diff what differs; null where nothing does, or the first one cannot be looked into
   */
  public record Outcome(
      StageRecord record, List<String> drift, StageTarball again, ArchiveDiff diff) {

    public boolean isIdentical() {
      return record.tarball().sha256().equals(again.sha256());
    }

    /** The result for people. */
    public String line() {
      if (isIdentical()) {
        return "identical: " + record.tarballName() + " is " + again.sha256() + " again";
      }
      String why = "";
      if (diff != null && diff.count() == 0) {
        why = "; no entry differs: the compression or the tar format does";
      } else if (diff == null) {
        why = "; the recorded tarball is not here, so nothing can be compared";
      }
      return "different: "
          + record.tarballName()
          + " is "
          + record.tarball().sha256()
          + " on record, now "
          + again.sha256()
          + why;
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  public Outcome run(Console console)
      throws IOException,
          InterruptedException,
          InputException,
          StageFailedException,
          ConfigException {
    Path config = where.config();
    Path directory = where.store();
    SdkConfig today = SdkConfig.read(config);
    if (!Files.isDirectory(directory)) {
      throw new InputException("no store: no directory " + directory);
    }
    DirectoryStore store = new DirectoryStore(directory);
    try (Closeable lock = store.lock(today.name())) {
      StageRecord record = record(store, today);
      SdkConfig then =
          today
              .withCompression(record.tarball().compression())
              .withEpoch(record.inputs().sourceDateEpoch());
      ConfigFiles files = new ConfigFiles(then, config.toAbsolutePath().normalize().getParent());
      files.check();
      if (stage > then.stages().size()) {
        throw new InputException(
            config + " has " + then.stages().size() + " stages, and no stage " + stage);
      }
      StageInputs inputs =
          files.inputs(
              then.stages().get(stage - 1),
              record.id().bootstrap(),
              record.inputs().sourceDateEpoch(),
              new InputDigester(console.progress()));
      Path seed = StageSeed.file(store, files, record.id(), seedFile, Optional.of(record), console);
      List<String> drift = new ArrayList<>(Drift.lines(record, inputs));
      Seed found = new Seed(seed.toString(), List.of(FileDigest.sha256(seed)));
      if (!found.sameContent(record.seed())) {
        drift.add(
            "seed: "
                + record.seed().digests().get(0)
                + " then, "
                + found.digests().get(0)
                + " now");
      }
      console.say("reproduce " + record.id() + " in " + directory);
      drift.forEach(line -> console.say("  differs from the record: " + line));
      if (drift.isEmpty()) {
        console.say("  sdk.yaml, script, repositories and seed match the record");
      }
      return run(store, files, record, inputs, found, drift, console);
    }
  }

  /** The record of the stage; its tarball need not be there. */
  private StageRecord record(DirectoryStore store, SdkConfig today)
      throws IOException, InputException {
    Version version = wanted.orElse(null);
    if (version == null) {
      for (StoredVersion candidate : store.versions(today.name())) {
        if (candidate.id().arch().equals(today.arch())
            && candidate.records().stream().anyMatch(r -> r.id().number() == stage)) {
          version = candidate.id().version();
        }
      }
    }
    Optional<StoredStage> stored =
        version == null ? Optional.empty() : store.find(today.id(version).stage(stage));
    if (stored.isEmpty()) {
      throw new InputException(
          "nothing to reproduce: "
              + where.store()
              + " has no stage "
              + stage
              + (version == null ? " of " + today.name() : " of version " + version)
              + " for "
              + today.arch());
    }
    StageRecord record = stored.get().record();
    if (record == null) {
      throw new InputException("cannot reproduce stage " + stage + ": " + stored.get().problem());
    }
    return record;
  }

  private Outcome run(
      DirectoryStore store,
      ConfigFiles files,
      StageRecord record,
      StageInputs inputs,
      Seed seed,
      List<String> drift,
      Console console)
      throws IOException, InterruptedException, InputException, StageFailedException {
    SdkConfig then = files.config();
    Path work = where.work(then.name());
    Path cache = where.cache(then.name());
    Path seedPath = Path.of(seed.location());
    Privilege privilege =
        Checks.preflight(
            new Preflight.Need(
                setting.orElse(PrivilegeSetting.parse(then.privilege())),
                work,
                then.arch(),
                Files.size(seedPath) * BootstrapRun.ROOM_PER_SEED_BYTE,
                0),
            console);
    StageWork again =
        new StageWork(files, record.id().bootstrap(), inputs, privilege, console.progress());
    Files.createDirectories(work);
    if (keep.isPresent()) {
      Files.createDirectories(keep.get());
    }
    Path root = work.toRealPath().resolve(WorkNames.root(again.id()));
    RootRemoval.remove(root, privilege);
    try (Publication publication = store.begin(again.id(), then.compression())) {
      Path tarball =
          keep.map(directory -> directory.resolve(record.tarballName()))
              .orElse(publication.files().archive());
      StageWork.unpack(seedPath, seed.digests().get(0), root, privilege, false, console.progress());
      again.environment().makeCaches(cache);
      StageRun run = again.environment().chroot(root, cache);
      again.run(run, console.stageLog());
      StageTarball made = again.archive(run, tarball, OutputStream.nullOutputStream());
      return new Outcome(record, drift, made, diff(store, record, made, tarball));
    } finally {
      RootRemoval.remove(root, privilege);
    }
  }

  private static ArchiveDiff diff(
      DirectoryStore store, StageRecord record, StageTarball made, Path tarball)
      throws IOException {
    Path first = store.directory(record.id().bootstrap().sdk()).resolve(record.tarballName());
    if (record.tarball().sha256().equals(made.sha256()) || !Files.isRegularFile(first)) {
      return null;
    }
    try (ArchiveFile before = ArchiveFile.open(first);
        ArchiveFile after = ArchiveFile.open(tarball)) {
      return ArchiveDiff.between(before.index(), after.index(), true);
    }
  }
}
