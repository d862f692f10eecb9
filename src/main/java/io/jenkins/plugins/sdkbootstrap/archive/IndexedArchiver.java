package io.jenkins.plugins.sdkbootstrap.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Archives a root together with the files that belong to its archive: index, CONTENTS and DIGESTS,
 * all made of the one stream while it passes. They appear together, the archive last.
 */
public final class IndexedArchiver {

  private IndexedArchiver() {}

  /**
   * Writes an archive and the files beside it; nothing is left of them if that fails.
   *
   * @param request what to archive; its visitors see the entries, too
   * @throws ArchiveException if the root cannot be archived, with what stands in the way
   */
  public static WrittenArchive write(ArchiveRequest request) throws IOException {
    ArchiveFiles files = new ArchiveFiles(request.archive());
    MessageDigest sha256 = Digest.newSha256();
    MessageDigest sha512 = Digest.newSha512();
    try (StagedFile index = StagedFile.create(files.index());
        StagedFile contents = StagedFile.create(files.contents());
        StagedFile digests = StagedFile.create(files.digests());
        IndexWriter indexWriter = new IndexWriter(index.stream());
        ContentsWriter contentsWriter =
            new ContentsWriter(
                new DigestOutputStream(
                    new DigestOutputStream(contents.stream(), sha256), sha512))) {
      List<EntryVisitor> visitors = new ArrayList<>(request.visitors());
      visitors.add(indexWriter);
      visitors.add(contentsWriter);
      try (RootArchiver.Staged archive = RootArchiver.stage(with(request, visitors))) {
        indexWriter.close();
        contentsWriter.close();
        DigestsFile sums = new DigestsFile();
        WrittenArchive written = archive.written();
        sums.add(
            files.archive().getFileName().toString(), List.of(written.sha256(), written.sha512()));
        sums.add(
            files.contents().getFileName().toString(),
            List.of(Digest.sha256(sha256.digest()), Digest.sha512(sha512.digest())));
        digests.stream().write(sums.text().getBytes(StandardCharsets.UTF_8));
        StagedFile.commit(List.of(index, contents, digests, archive.file()));
        return written;
      }
    }
  }

  private static ArchiveRequest with(ArchiveRequest request, List<EntryVisitor> visitors) {
    return new ArchiveRequest(
        request.root(),
        request.archive(),
        request.compression(),
        request.level(),
        request.clean(),
        request.sourceDateEpoch(),
        request.elevation(),
        request.progress(),
        visitors);
  }
}
