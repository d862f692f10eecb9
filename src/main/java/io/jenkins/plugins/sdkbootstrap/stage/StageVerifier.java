package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveVerifier;
import io.jenkins.plugins.sdkbootstrap.archive.Compression;
import io.jenkins.plugins.sdkbootstrap.archive.Digest;
import io.jenkins.plugins.sdkbootstrap.archive.Progress;
import io.jenkins.plugins.sdkbootstrap.archive.Verification;
import io.jenkins.plugins.sdkbootstrap.archive.VerifyRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies a tarball against everything that lies beside it: its record, index, CONTENTS and
 * DIGESTS; where its stage was isolated, its link isolation too. Along the chain, each tarball that
 * one was made from as well.
 */
public final class StageVerifier {

  /**
   * What verifying one tarball came to.
   *
   * @param archive the tarball
   * @param checked what it was compared with, for people
   * @param findings what is wrong, a line each; none if all is well
   */
  public record Result(Path archive, List<String> checked, List<String> findings) {

    /** Keeps copies. */
    public Result {
      checked = List.copyOf(checked);
      findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean isGood() {
      return findings.isEmpty();
    }
  }

  private final Progress progress;

  /** A verifier whose work is heard of there. */
  public StageVerifier(Progress progress) {
    this.progress = progress;
  }

  /**
   * Verifies one tarball.
   *
   * @throws IOException if a file cannot be read; what is wrong in it is a finding
   */
  public Result verify(Path archive) throws IOException {
    List<String> findings = new ArrayList<>();
    Optional<StageRecord> record = record(archive, findings);
    return verify(archive, record, null, findings);
  }

  /**
   * Verifies a tarball and then, stage by stage, what it was made from, up to the seed.
   *
   * @return the results in that order; the last one says how far the chain could be followed
   * @throws IOException if a file cannot be read; what is wrong in it is a finding
   */
  public List<Result> verifyChain(Path archive) throws IOException {
    List<Result> results = new ArrayList<>();
    Path current = archive;
    Seed expected = null;
    while (true) {
      List<String> findings = new ArrayList<>();
      Optional<StageRecord> record = record(current, findings);
      if (record.isEmpty() && findings.isEmpty()) {
        findings.add(nameOf(current) + ": there is no record beside it, so the chain ends here");
      }
      if (record.isPresent() && record.get().id().number() == 1) {
        Result result = verify(current, record, expected, findings);
        results.add(withSeed(result, current, record.get()));
        return results;
      }
      results.add(verify(current, record, expected, findings));
      if (record.isEmpty()) {
        return results;
      }
      expected = record.get().seed();
      Optional<Path> before = before(current, record.get());
      if (before.isEmpty()) {
        results.add(
            new Result(
                current.resolveSibling(expected.location()),
                List.of(),
                List.of(
                    expected.location()
                        + ": it is not there, so the chain ends at "
                        + nameOf(current))));
        return results;
      }
      current = before.get();
    }
  }

  private Result verify(
      Path archive, Optional<StageRecord> record, Seed expected, List<String> findings)
      throws IOException {
    List<String> checked = new ArrayList<>();
    Map<String, Digest> digests = Map.of();
    if (record.isPresent()) {
      checked.add("record");
      digests = Map.of(nameOf(archive), record.get().tarball().sha256());
    }
    boolean isolated = record.isPresent() && record.get().inputs().spec().isolated();
    try (LinkIsolation isolation = new LinkIsolation()) {
      Verification verification =
          ArchiveVerifier.verify(
              new VerifyRequest(
                  new ArchiveFiles(archive),
                  digests,
                  progress,
                  isolated ? List.of(isolation) : List.of()));
      checked.addAll(verification.checked());
      findings.addAll(verification.findings());
      // Of half a root nothing can be said.
      if (isolated && verification.readWhole()) {
        checked.add("link isolation");
        isolation.findings().forEach(f -> findings.add(nameOf(archive) + ": " + f));
      }
      if (expected != null) {
        checked.add("seed of the next stage");
        Seed found = new Seed(expected.location(), List.of(verification.sha256()));
        if (!found.sameContent(expected)) {
          findings.add(
              nameOf(archive)
                  + ": the next stage was made from "
                  + expected.digests().get(0)
                  + ", but this is "
                  + verification.sha256());
        }
      }
    }
    return new Result(archive, checked, findings);
  }

  /** The first stage's seed is someone else's file: it is compared where it still lies there. */
  private Result withSeed(Result result, Path archive, StageRecord record) throws IOException {
    List<String> checked = new ArrayList<>(result.checked());
    List<String> findings = new ArrayList<>(result.findings());
    Path seed = archive.resolveSibling(record.seed().location());
    if (Files.isRegularFile(seed)) {
      checked.add("its seed " + seed);
      Digest expected = record.seed().digests().get(0);
      Digest found = digest(seed, expected);
      if (!found.equals(expected)) {
        findings.add(nameOf(seed) + ": it is " + found + ", but the record has " + expected);
      }
    } else {
      checked.add("made from the seed " + record.seed().digests().get(0) + ", which is not here");
    }
    return new Result(archive, checked, findings);
  }

  private static Digest digest(Path file, Digest like) throws IOException {
    try {
      return FileDigest.of(file, like.newComputation());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + file + " was read");
    }
  }

  private static Optional<StageRecord> record(Path archive, List<String> findings)
      throws IOException {
    Path file = new ArchiveFiles(archive).record();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(StageRecord.parse(nameOf(file), in.readNBytes(StageRecord.LARGEST + 1)));
    } catch (RecordException e) {
      findings.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** The tarball of the stage before, of whatever compression it is. */
  private static Optional<Path> before(Path archive, StageRecord record) {
    StageId id = record.id().withNumber(record.id().number() - 1);
    for (Compression compression : Compression.values()) {
      Path candidate = archive.resolveSibling(id.tarball(compression));
      if (Files.isRegularFile(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }
}
