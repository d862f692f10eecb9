package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.index.IndexCheck;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.Findings;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies an archive and the files beside it: the archive's structure, its digest, its DIGESTS,
 * and in the same pass every line of its index (with the SHA-256 of every file's content) and of
 * its CONTENTS.
 */
public final class ArchiveVerifier {

  private final ArchiveFiles files;
  private final Path archive;
  private final Map<String, Digest> expected;
  private final Progress progress;
  private final Findings findings = new Findings();
  private final List<String> checked = new ArrayList<>();
  private boolean readWhole;

  private ArchiveVerifier(ArchiveFiles files, Map<String, Digest> expected, Progress progress) {
    this.files = files;
    this.archive = files.archive();
    this.expected = expected;
    this.progress = progress;
  }

  /**
   * Verifies an archive.
   *
   * @param files the archive; the files beside it are verified, too
   * @param expected digests from other sources, by file name: the archive's, and, if a record has
   *     them, those of the files beside it
   * @param progress receives how many of the archive's bytes were read
   * @param visitors see the archive's entries in the same pass
   * @throws IOException if a file cannot be read; wrong content is a finding, not an exception
   */
  public static Verification verify(
      ArchiveFiles files,
      Map<String, Digest> expected,
      Progress progress,
      List<EntryVisitor> visitors)
      throws IOException {
    return new ArchiveVerifier(files, expected, progress).run(visitors);
  }

  private Verification run(List<EntryVisitor> more) throws IOException {
    List<Digest> digests = compareWithArchive(more);
    compareWithExpected(archive, digests);
    compareDigestsFile(digests);
    for (Path beside : List.of(files.index(), files.contents(), files.sbom())) {
      if (expected.containsKey(nameOf(beside)) && Files.isRegularFile(beside)) {
        compareWithExpected(beside, Checksums.sha2(beside));
      }
    }
    return new Verification(findings.lines(), checked, digests.get(0), readWhole);
  }

  /** Reads the archive, compares the files beside it, and returns its SHA-256 and SHA-512. */
  private List<Digest> compareWithArchive(List<EntryVisitor> more) throws IOException {
    Path index = files.index();
    Path contents = files.contents();
    List<EntryVisitor> visitors = new ArrayList<>(more);
    try (IndexCheck indexCheck = isThere(index) ? new IndexCheck(index, findings) : null;
        ContentsCheck contentsCheck =
            isThere(contents) ? new ContentsCheck(contents, findings) : null) {
      if (indexCheck != null) {
        checked.add("index");
        visitors.add(indexCheck);
      }
      if (contentsCheck != null) {
        checked.add("CONTENTS");
        visitors.add(contentsCheck);
      }
      List<Digest> digests = readArchive(visitors);
      if (digests.isEmpty()) {
        return Checksums.sha2(archive);
      }
      if (indexCheck != null) {
        indexCheck.finish();
      }
      if (contentsCheck != null) {
        contentsCheck.finish();
      }
      return digests;
    }
  }

  /** Whether a file is there; one that cannot be read as a file is a finding. */
  private boolean isThere(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      findings.add(nameOf(file), "is not a regular file");
    }
    return Files.isRegularFile(file);
  }

  /** Shows the archive to the visitors; its digests, or nothing if it is broken. */
  private List<Digest> readArchive(List<EntryVisitor> visitors) throws IOException {
    progress.started("verify", Files.size(archive));
    MessageDigest sha512 = Digest.newSha512();
    try (ByteSource source = ByteSource.of(archive);
        ArchiveInput input = new ArchiveInput(source, List.of(sha512), progress)) {
      TarReader.read(input, visitors);
      readWhole = true;
      Digest sha256 = input.sha256();
      progress.finished();
      return List.of(sha256, Digest.sha512(sha512.digest()));
    } catch (ArchiveException e) {
      findings.add(nameOf(archive), e.getMessage());
      return List.of();
    }
  }

  private void compareWithExpected(Path file, List<Digest> digests) {
    Digest known = expected.get(nameOf(file));
    if (known != null) {
      checked.add("digest of " + nameOf(file));
      compare(file, known, digests, "the expected one");
    }
  }

  private void compareDigestsFile(List<Digest> digests) throws IOException {
    Path file = files.digests();
    Path contents = files.contents();
    if (!isThere(file)) {
      return;
    }
    checked.add("DIGESTS");
    DigestsFile named;
    try {
      named = DigestsFile.read(file);
    } catch (ArchiveException e) {
      findings.add(e);
      return;
    }
    for (String name : named.fileNames()) {
      if (name.equals(nameOf(archive))) {
        compareSums(archive, named.of(name), Checksums.of(digests), nameOf(file));
      } else if (name.equals(nameOf(contents)) && Files.isRegularFile(contents)) {
        compareSums(
            contents,
            named.of(name),
            new EnumMap<DigestAlgorithm, String>(DigestAlgorithm.class),
            nameOf(file));
      } else {
        findings.add(nameOf(file), "names " + name + ", which is not there");
      }
    }
    if (named.of(nameOf(archive)).isEmpty()) {
      findings.add(nameOf(file), "does not name " + nameOf(archive));
    }
  }

  /**
   * Compares the checksums in DIGESTS with a file, and computes those that are not known yet. If
   * the file has its expected digest, DIGESTS is wrong.
   */
  private void compareSums(
      Path file,
      Map<DigestAlgorithm, String> expected,
      Map<DigestAlgorithm, String> known,
      String whose)
      throws IOException {
    Set<DigestAlgorithm> needed = new LinkedHashSet<>(expected.keySet());
    Map<DigestAlgorithm, String> proof = new EnumMap<>(DigestAlgorithm.class);
    if (this.expected.containsKey(nameOf(file))) {
      proof.putAll(Checksums.of(List.of(this.expected.get(nameOf(file)))));
      needed.addAll(proof.keySet());
    }
    needed.removeAll(known.keySet());
    if (!needed.isEmpty()) {
      known.putAll(Checksums.of(file, needed));
    }
    boolean proven = !proof.isEmpty() && known.entrySet().containsAll(proof.entrySet());
    expected.forEach(
        (algorithm, hex) -> {
          String is = algorithm.id() + ":" + known.get(algorithm);
          String said = algorithm.id() + ":" + hex;
          if (!is.equals(said) && proven) {
            findings.add(whose, "says " + said + " of " + nameOf(file) + ", which is " + is);
          } else if (!is.equals(said)) {
            findings.add(nameOf(file), "is " + is + ", but in " + whose + " is " + said);
          }
        });
  }

  private void compare(Path file, Digest wanted, List<Digest> digests, String whose) {
    if (!digests.contains(wanted)) {
      Digest actual =
          digests.stream()
              .filter(d -> d.algorithm().equals(wanted.algorithm()))
              .findFirst()
              .orElseThrow();
      findings.add(nameOf(file), "is " + actual + ", but " + whose + " is " + wanted);
    }
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }
}
