package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.util.List;
import java.util.Map;

/**
 * Which archive to verify, and against what.
 *
 * @param files the archive; what lies beside it is checked, too
 * @param expected digests known from elsewhere, by file name: that of the archive itself, and where
 *     a record has them, those of the files beside it
 * @param progress hears how many of the archive's bytes were read
 * @param visitors see the archive's entries in the same pass
 */
public record VerifyRequest(
    ArchiveFiles files,
    Map<String, Digest> expected,
    Progress progress,
    List<EntryVisitor> visitors) {

  public VerifyRequest {
    expected = Map.copyOf(expected);
    visitors = List.copyOf(visitors);
  }
}
