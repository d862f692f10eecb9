package io.jenkins.plugins.sdkbootstrap.verify;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import java.nio.file.Files;
import java.nio.file.Path;

/** What even a correct provenance record with all its files does not prove, a line each. */
final class UnprovenClaims {

  private UnprovenClaims() {}

  static void report(ArchiveFiles files, StageRecord record, StageVerifier.Result report) {
    StageTarball tarball = record.tarball();
    if (tarball.index() == null || tarball.contents() == null) {
      report.open().add("the record has no digests of index and CONTENTS: it is from before they had");
    }
    for (Path file : new Path[] {files.index(), files.contents(), files.digests()}) {
      if (!Files.exists(file)) {
        report.open().add("there is no " + file.getFileName());
      }
    }
    StageSpec spec = record.inputs().spec();
    for (RepoInput repo : record.inputs().repos()) {
      String name = "repository " + Printable.plain(repo.repo().name());
      if (repo.digest().gitCommit() == null) {
        report.open().add(name + " was no git checkout: only the digest of its files is known");
      } else if (repo.digest().dirty()) {
        report.open().add(
            name
                + " was dirty: its files were not those of commit "
                + Printable.plain(repo.digest().gitCommit()));
      } else if (repo.digest().sha256() != null) {
        report.open().add(name + " also held files that git ignores: only their digest is known");
      }
    }
    for (MountSpec mount : spec.mounts()) {
      report.open().add(
          "what was in "
              + Printable.plain(mount.path())
              + ", at "
              + Printable.plain(mount.mount()));
    }
    if (spec.archiveRepos() && spec.repoMode() != RepoMode.ALL) {
      report.open().add("what was put into the root of repositories that the script did not see");
    }
    if (spec.network()) {
      report.open().add("what the script took from the network");
    }
    if (!spec.isolated()) {
      report.open().add("link isolation: the stage was not isolated");
    }
  }
}
