package io.jenkins.plugins.sdkbootstrap.verify;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveVerifier;
import io.jenkins.plugins.sdkbootstrap.archive.Verification;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.elf.LinkIsolation;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import io.jenkins.plugins.sdkbootstrap.provenance.RecordException;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import io.jenkins.plugins.sdkbootstrap.provenance.VerifyingKey;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies a tarball against the files beside it: its provenance record with the signature, index,
 * CONTENTS and DIGESTS; for an isolated stage, also the link isolation. With the chain, it verifies
 * each earlier tarball as well. A record may come from anyone: its text is escaped before it is
 * shown, and of the files it names only the seed is opened.
 */
public final class StageVerifier {

  /**
   * The result for one tarball; the verifier adds lines to it.
   *
   * @param archive the tarball
   * @param checked what it was compared with, for people
   * @param findings what is wrong, one line each; empty if nothing is
   * @param open what this does not prove, one line each
   */
  public record Result(
      Path archive, List<String> checked, List<String> findings, List<String> open) {

    Result(Path archive) {
      this(archive, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    public boolean isGood() {
      return findings.isEmpty();
    }
  }

  private final SignatureCheck signatures;
  private final Progress progress;

  /**
   * A verifier.
   *
   * @param keys if not empty, every record must be signed by one of them
   * @param progress receives the progress
   */
  public StageVerifier(List<VerifyingKey> keys, Progress progress) {
    this.signatures = new SignatureCheck(keys);
    this.progress = progress;
  }

  /**
   * Verifies one tarball.
   *
   * @throws IOException if a file cannot be read; what is wrong in it is a finding
   */
  public Result verify(Path archive) throws IOException {
    Result report = new Result(archive);
    Optional<StageRecord> record = record(archive, report);
    if (record.isEmpty() && report.isGood()) {
      report.open().add("there is no provenance record: nothing says what it was made from");
    }
    verify(archive, record, null, report);
    return report;
  }

  /**
   * Verifies a tarball and then, stage by stage, the tarballs it was made from, up to the seed.
   *
   * @return the results in that order; the last one says how far the chain could be followed
   * @throws IOException if a file cannot be read; what is wrong in it is a finding
   */
  public List<Result> verifyChain(Path archive) throws IOException {
    List<Result> results = new ArrayList<>();
    Path current = archive;
    Seed expected = null;
    while (true) {
      Result report = new Result(current);
      Optional<StageRecord> record = record(current, report);
      if (record.isEmpty() && report.isGood()) {
        report
            .findings()
            .add(
                nameOf(current)
                    + ": there is no provenance record beside it, so the chain ends here");
      }
      verify(current, record, expected, report);
      if (record.isEmpty()) {
        results.add(report);
        return results;
      }
      if (record.get().id().number() == 1) {
        compareSeed(current, record.get().seed(), report);
        results.add(report);
        return results;
      }
      results.add(report);
      expected = record.get().seed();
      Optional<Path> before = before(current, record.get());
      if (before.isEmpty()) {
        Result missing = new Result(current.resolveSibling(stemBefore(record.get())));
        missing
            .findings()
            .add(
                Printable.plain(expected.location())
                    + ": it is not there, so the chain ends at "
                    + nameOf(current));
        results.add(missing);
        return results;
      }
      current = before.get();
    }
  }

  private void verify(Path archive, Optional<StageRecord> record, Seed expected, Result report)
      throws IOException {
    Map<String, Digest> digests = new HashMap<>();
    ArchiveFiles files = new ArchiveFiles(archive);
    if (record.isPresent()) {
      StageTarball tarball = record.get().tarball();
      digests.put(nameOf(archive), tarball.sha256());
      digests.put(nameOf(files.index()), tarball.index());
      digests.put(nameOf(files.contents()), tarball.contents());
      tarball.knownPackages().ifPresent(p -> digests.put(nameOf(files.sbom()), p.sbom()));
      UnprovenClaims.report(files, record.get(), report);
    }
    boolean isolated = record.isPresent() && record.get().inputs().spec().isolated();
    try (LinkIsolation isolation = new LinkIsolation()) {
      Verification verification =
          ArchiveVerifier.verify(
              files, digests, progress, isolated ? List.of(isolation) : List.of());
      report.checked().addAll(verification.checked());
      report.findings().addAll(verification.findings());
      // Half a root cannot be checked.
      if (isolated && verification.readWhole()) {
        report.checked().add("link isolation");
        isolation.findings().forEach(f -> report.findings().add(nameOf(archive) + ": " + f));
      }
      if (expected != null) {
        report.checked().add("seed of the next stage");
        Seed found = new Seed(expected.location(), List.of(verification.sha256()));
        if (!found.sameContent(expected)) {
          report
              .findings()
              .add(
                  "%s: the next stage was made from %s, but this is %s"
                      .formatted(
                          nameOf(archive), expected.digests().get(0), verification.sha256()));
        }
      }
    }
  }

  /** The first stage's seed is somebody else's file: it is compared if it still exists. */
  private static void compareSeed(Path archive, Seed seed, Result report) throws IOException {
    Digest expected = seed.digests().get(0);
    Optional<Path> file = fileOf(archive, seed);
    if (file.isEmpty()) {
      report.checked().add("made from the seed " + expected + ", which is missing here");
      report
          .open()
          .add(
              seed.signer() == null
                  ? "the seed: it is not here, only its digest is known"
                  : "the seed: it is not here; the record says that the key "
                      + seed.signer()
                      + " had signed its digest");
      return;
    }
    report.checked().add("its seed " + Printable.plain(seed.location()));
    Digest found = digest(file.get(), expected);
    if (!found.equals(expected)) {
      report
          .findings()
          .add(
              "%s: the seed is %s, but the record has %s"
                  .formatted(Printable.plain(seed.location()), found, expected));
    }
    if (Files.isRegularFile(new ArchiveFiles(file.get()).record())) {
      report
          .open()
          .add(
              "what the seed was made from: it has a provenance record, which verify --chain"
                  + " reads");
    } else {
      report.open().add("what the seed was made from: it has no provenance record");
    }
  }

  private static Optional<Path> fileOf(Path archive, Seed seed) {
    try {
      return Optional.of(archive.resolveSibling(seed.location())).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Digest digest(Path file, Digest like) throws IOException {
    try {
      return FileDigest.of(file, like.newComputation());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + file + " was read");
    }
  }

  /** Compares the record with its signature. */
  private Optional<StageRecord> record(Path archive, Result report) throws IOException {
    ArchiveFiles files = new ArchiveFiles(archive);
    Path file = files.record();
    if (!Files.exists(file)) {
      if (Files.exists(files.signedRecord())) {
        report
            .findings()
            .add(nameOf(files.signedRecord()) + ": there is no " + nameOf(file) + " beside it");
      } else if (signatures.areRequired()) {
        report
            .findings()
            .add(
                nameOf(archive)
                    + ": there is no provenance record beside it, so nothing is signed");
      }
      return Optional.empty();
    }
    report.checked().add("record");
    if (!Files.isRegularFile(file)) {
      report.findings().add(nameOf(file) + ": it is not a regular file");
      return Optional.empty();
    }
    byte[] json = SmallFile.read(file, StageRecord.LARGEST + 1);
    signatures.check(files, json, report);
    try {
      StageRecord record = StageRecord.parse(nameOf(file), json);
      Optional<StageId> named = StageId.parse(record.id().bootstrap().sdk(), files.stem());
      if (named.isPresent() && named.get().number() != record.id().number()) {
        report
            .findings()
            .add(
                "%s: it is the record of %s, not of stage %s"
                    .formatted(nameOf(file), record.id(), named.get().number()));
        return Optional.empty();
      }
      return Optional.of(record);
    } catch (RecordException e) {
      report.findings().add(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The tarball of the stage before, of any compression. A reused stage has files under the names
   * of the version that reuses it, and so has its seed.
   */
  private static Optional<Path> before(Path archive, StageRecord record) {
    int number = record.id().number() - 1;
    List<StageId> ids = new ArrayList<>();
    as(archive, record).ifPresent(bootstrap -> ids.add(bootstrap.stage(number)));
    ids.add(record.id().withNumber(number));
    for (StageId id : ids) {
      Path any = null;
      for (Compression compression : Compression.values()) {
        String name = id.tarball(compression);
        Path candidate = archive.resolveSibling(name);
        if (Files.isRegularFile(candidate)) {
          if (name.equals(record.seed().location())) {
            return Optional.of(candidate);
          }
          any = any == null ? candidate : any;
        }
      }
      if (any != null) {
        return Optional.of(any);
      }
    }
    return Optional.empty();
  }

  /** The bootstrap in a tarball's name and directory. */
  private static Optional<BootstrapId> as(Path archive, StageRecord record) {
    Path directory = archive.toAbsolutePath().normalize().getParent().getFileName();
    String sdk = directory == null ? "" : directory.toString();
    String suffix = record.tarball().compression().suffix();
    String name = nameOf(archive);
    String stem = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    return BootstrapId.ofRelease(sdk, record.id().bootstrap().arch(), stem)
        .or(() -> StageId.parse(sdk, stem).map(StageId::bootstrap));
  }

  private static String stemBefore(StageRecord record) {
    return record.id().withNumber(record.id().number() - 1).stem();
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }
}
