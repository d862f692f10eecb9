package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveRequest;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveSet;
import io.jenkins.plugins.sdkbootstrap.archive.FilesArchive;
import io.jenkins.plugins.sdkbootstrap.archive.UnpackRequest;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacked;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacker;
import io.jenkins.plugins.sdkbootstrap.archive.WrittenArchive;
import io.jenkins.plugins.sdkbootstrap.chroot.Chroot;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.elf.LinkFinding;
import io.jenkins.plugins.sdkbootstrap.elf.LinkIsolation;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ArrivingFile;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.packages.PackageList;
import io.jenkins.plugins.sdkbootstrap.packages.PackageScan;
import io.jenkins.plugins.sdkbootstrap.packages.Sbom;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The three operations of a stage: unpack the seed, run the script in it, archive the root it made.
 * They are separate, so a driver can do them in one process or in three steps of a build.
 *
 * @param files the sdk.yaml and where its files are
 * @param bootstrap which
 * @param inputs what the stage is made from
 * @param privilege gives its commands the right to change roots
 * @param progress receives the progress
 */
public record StageWork(
    ConfigFiles files,
    BootstrapId bootstrap,
    StageInputs inputs,
    Privilege privilege,
    Progress progress) {

  private static final int SHOWN_FINDINGS = 50;

  /** Which stage this is. */
  public StageId id() {
    return bootstrap.stage(inputs.spec().number());
  }

  /**
   * Unpacks a seed.
   *
   * @param seed its tarball
   * @param expected the digest that the tarball must have; null if unknown
   * @param root where to; must not exist
   * @param privilege gives the root's files their owners
   * @param strict whether an entry that cannot be created is an error; otherwise it is skipped
   * @param progress receives the progress
   * @throws ArchiveException with one line, if the tarball is not sound; then there is no root
   */
  public static Unpacked unpack(
      Path seed, Digest expected, Path root, Privilege privilege, boolean strict, Progress progress)
      throws IOException, InterruptedException {
    return Unpacker.unpack(request(seed, expected, root, privilege, strict, progress));
  }

  /**
   * Unpacks a seed while it arrives.
   *
   * @param bytes of the seed; not closed
   */
  public static Unpacked unpack(
      Path seed,
      ArrivingFile bytes,
      Digest expected,
      Path root,
      Privilege privilege,
      boolean strict,
      Progress progress)
      throws IOException, InterruptedException {
    return Unpacker.unpack(request(seed, expected, root, privilege, strict, progress), bytes);
  }

  private static UnpackRequest request(
      Path seed,
      Digest expected,
      Path root,
      Privilege privilege,
      boolean strict,
      Progress progress) {
    // Device nodes are skipped if they cannot be created; a stage has its own /dev anyway.
    return new UnpackRequest(seed, root, expected, privilege::command, true, strict, progress);
  }

  /** The environment of its script. */
  public StageEnvironment environment() {
    return new StageEnvironment(files, bootstrap, inputs.spec(), inputs.sourceDateEpoch());
  }

  /**
   * Runs the script to its end.
   *
   * @param run from {@link #environment}
   * @param log receives the output of the script
   * @throws StageFailedException if the script fails or the chroot cannot be entered
   */
  public void run(StageRun run, OutputStream log)
      throws IOException, InterruptedException, StageFailedException {
    progress.started("script", -1);
    OutputEnd end = new OutputEnd(log);
    int status = Chroot.run(run, privilege, end);
    if (!Chroot.wasEntered(status, end.lines())) {
      throw new StageFailedException(
          "stage " + run.stage() + " could not be entered; see the last line of its log",
          end.lines());
    }
    if (status != 0) {
      throw StageFailedException.of(
          "the script of stage "
              + run.stage()
              + ", "
              + inputs.spec().script()
              + ", failed with status "
              + status,
          end);
    }
    progress.finished();
  }

  /**
   * Archives the root that the script made, with all files beside the tarball except the record.
   * The files get their names only if everything succeeds.
   *
   * @param run from {@link #environment}
   * @param tarball where to; the compression is sdk.yaml's
   * @param copy gets the tarball's bytes while they are written; not closed
   * @throws StageFailedException if the script made no root, or if the root of an isolated stage is
   *     linked to something outside
   */
  public StageTarball archive(StageRun run, Path tarball, OutputStream copy)
      throws IOException, InterruptedException, StageFailedException {
    Path root = run.stageRoot();
    requireDirectory(root.getParent());
    requireDirectory(root);
    StageSpec spec = inputs.spec();
    if (spec.archiveRepos()) {
      for (RepoSpec repo : files.config().repos()) {
        RepoCopy.copy(
            files.resolve(repo.path()), root, repo.mount(), inputs.sourceDateEpoch(), privilege);
      }
    }
    PackageScan scan = new PackageScan();
    try (LinkIsolation isolation = LinkIsolation.withoutTree()) {
      ArchiveRequest request =
          new ArchiveRequest(
              root,
              tarball,
              files.config().compression(),
              ArchiveRequest.DEFAULT_LEVEL,
              spec.clean(),
              inputs.sourceDateEpoch(),
              privilege::command,
              progress,
              copy,
              spec.isolated() ? List.of(scan, isolation) : List.of(scan));
      try (ArchiveSet set = ArchiveSet.stage(request, files.config().digests())) {
        WrittenArchive written = set.written();
        // The root itself is an entry.
        if (written.entries() <= 1) {
          throw new StageFailedException(
              "the script of stage " + run.stage() + " left its root empty: " + root);
        }
        PackageList list = scan.packages();
        if (spec.isolated()) {
          requireIsolated(isolation.findings(list.index()));
        }
        Optional<Digest> sbom =
            Sbom.add(
                list,
                new Sbom.Subject(
                    bootstrap.sdk(), bootstrap.version().text(), bootstrap.arch(), spec.number()),
                set,
                new ArchiveFiles(tarball),
                progress);
        set.commit();
        return new StageTarball(
            written.compression(),
            written.size(),
            written.tarSize(),
            written.entries(),
            written.sha256(),
            written.sha512(),
            set.indexDigest(),
            set.contentsDigest(),
            sbom.map(s -> new PackageSummary(s, list.packages().size(), list.size())).orElse(null));
      }
    }
  }

  /**
   * Collects the logs that sdk.yaml names for the stage, after its script has ended.
   *
   * @param run from {@link #environment}
   * @param archive the tarball to write, with its index beside it
   * @param filter changes the content of the files
   * @return empty where there are none
   */
  public Optional<StageLogs.Collected> logs(StageRun run, Path archive, FilesArchive.Filter filter)
      throws IOException, InterruptedException {
    Optional<StageLogs.Collected> collected =
        StageLogs.collect(
            run, files.config().logs(run.stage()).files(), archive, privilege::command, filter);
    collected.flatMap(StageLogs.Collected::limits).ifPresent(progress::note);
    return collected;
  }

  /**
   * Checks the inputs again after the stage has ended.
   *
   * @param onDrift whether a change fails the stage
   * @return what changed while it ran: for its record
   * @throws StageFailedException naming what changed
   */
  public List<InputChange> changes(InputDigester digester, OnDrift onDrift)
      throws IOException, InterruptedException, StageFailedException {
    progress.started("check the inputs again", -1);
    List<InputChange> changes = files.changes(inputs, digester);
    changes.forEach(change -> progress.note("stage " + id().number() + ": " + change));
    if (onDrift == OnDrift.FAIL && !changes.isEmpty()) {
      throw new StageFailedException(
          "stage " + id().number() + " is not what it was made from: " + changes.get(0));
    }
    progress.finished();
    return changes;
  }

  /**
   * The provenance record of the stage.
   *
   * @param seed its seed
   * @param tarball its tarball
   * @param run the facts of the run
   */
  public StageRecord record(Seed seed, StageTarball tarball, RunDetails run) {
    return new StageRecord(id(), files.config().stages().size(), inputs, seed, tarball, run);
  }

  // The script could have replaced it with a symbolic link to the agent's files.
  private static void requireDirectory(Path path) throws StageFailedException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new StageFailedException(
          "the script made no root: " + path + " is missing or is not a directory");
    }
  }

  private void requireIsolated(List<LinkFinding> findings) throws StageFailedException {
    if (findings.isEmpty()) {
      return;
    }
    List<String> details = new ArrayList<>();
    findings.stream().limit(SHOWN_FINDINGS).forEach(f -> details.add(f.toString()));
    if (findings.size() > SHOWN_FINDINGS) {
      details.add("and " + (findings.size() - SHOWN_FINDINGS) + " more");
    }
    throw new StageFailedException(
        "the root of stage "
            + inputs.spec().number()
            + " is not isolated: "
            + findings.size()
            + (findings.size() == 1 ? " link leads" : " links lead")
            + " out of it",
        details);
  }
}
