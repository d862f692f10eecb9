package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.index.IndexWriter;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An archive and the files beside it (index, CONTENTS, DIGESTS), made in one pass over the root.
 * They are complete when {@link #stage} returns, and get their names by {@link #commit}. Closing
 * without a commit removes all of them.
 */
public final class ArchiveSet implements Closeable {

  private final List<DigestAlgorithm> algorithms;
  private final List<StagedFile> files = new ArrayList<>();
  private WrittenArchive written;
  private Digest indexDigest;
  private Digest contentsDigest;

  private ArchiveSet(List<DigestAlgorithm> algorithms) {
    this.algorithms = algorithms;
  }

  /**
   * Archives a root.
   *
   * @param request what to archive; its visitors also see the entries
   * @param algorithms of the checksums in DIGESTS, in their order
   * @throws ArchiveException if the root cannot be archived, with the reason
   */
  public static ArchiveSet stage(ArchiveRequest request, List<DigestAlgorithm> algorithms)
      throws IOException {
    ArchiveSet set = new ArchiveSet(algorithms);
    try {
      set.write(request);
      return set;
    } catch (IOException | RuntimeException | Error e) {
      try {
        set.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void write(ArchiveRequest request) throws IOException {
    ArchiveFiles names = new ArchiveFiles(request.archive());
    StagedFile index = add(StagedFile.create(names.index()));
    StagedFile contents = add(StagedFile.create(names.contents()));
    StagedFile tarball;
    MessageDigest sha256 = Digest.newSha256();
    MessageDigest sha512 = Digest.newSha512();
    OutputStream digested =
        new DigestOutputStream(new DigestOutputStream(contents.stream(), sha256), sha512);
    MessageDigest ofIndex = Digest.newSha256();
    OutputStream digestedIndex = new DigestOutputStream(index.stream(), ofIndex);
    try (IndexWriter indexWriter = new IndexWriter(new BufferedOutputStream(digestedIndex));
        ContentsWriter contentsWriter = new ContentsWriter(new BufferedOutputStream(digested))) {
      List<EntryVisitor> visitors = new ArrayList<>(request.visitors());
      visitors.add(indexWriter);
      visitors.add(contentsWriter);
      RootArchiver.Staged archive = RootArchiver.stage(request.withVisitors(visitors));
      tarball = add(archive.file());
      written = archive.written();
    }
    indexDigest = Digest.sha256(ofIndex.digest());
    contentsDigest = Digest.sha256(sha256.digest());
    DigestsFile digests = new DigestsFile();
    add(digests, tarball, List.of(written.sha256(), written.sha512()));
    add(digests, contents, List.of(contentsDigest, Digest.sha512(sha512.digest())));
    StagedFile digestsFile = add(StagedFile.create(names.digests()));
    digestsFile.stream().write(digests.text().getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file's checksums: those computed while it was written, and the others by reading it. */
  private void add(DigestsFile digests, StagedFile file, List<Digest> known) throws IOException {
    Map<DigestAlgorithm, String> sums = Checksums.of(known);
    List<DigestAlgorithm> others = algorithms.stream().filter(a -> !sums.containsKey(a)).toList();
    if (!others.isEmpty()) {
      sums.putAll(Checksums.of(file.temporary(), others));
    }
    for (DigestAlgorithm algorithm : algorithms) {
      digests.add(file.target().getFileName().toString(), algorithm, sums.get(algorithm));
    }
  }

  private StagedFile add(StagedFile file) {
    files.add(file);
    return file;
  }

  /**
   * Adds a file that gets its name together with the archive.
   *
   * @return its SHA-256
   */
  public Digest add(Path file, byte[] content) throws IOException {
    add(StagedFile.create(file)).stream().write(content);
    return Digest.sha256(Digest.newSha256().digest(content));
  }

  /** The written files, with their paths after {@link #commit}. */
  public WrittenArchive written() {
    return written;
  }

  public Digest indexDigest() {
    return indexDigest;
  }

  public Digest contentsDigest() {
    return contentsDigest;
  }

  public void commit() throws IOException {
    StagedFile.commit(files);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (StagedFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
