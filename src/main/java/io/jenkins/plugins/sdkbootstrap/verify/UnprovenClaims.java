package io.jenkins.plugins.sdkbootstrap.verify;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.provenance.GitCommit;
import io.jenkins.plugins.sdkbootstrap.provenance.MountInput;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.nio.file.Files;
import java.nio.file.Path;

/** What even a correct provenance record with all its files does not prove, one line each. */
final class UnprovenClaims {

  private UnprovenClaims() {}

  static void report(ArchiveFiles files, StageRecord record, StageVerifier.Result report) {
    for (Path file : new Path[] {files.index(), files.contents(), files.digests(), files.sbom()}) {
      boolean made = !file.equals(files.sbom()) || record.tarball().packages() != null;
      if (made && !Files.exists(file)) {
        report.open().add("there is no " + file.getFileName());
      }
    }
    StageSpec spec = record.inputs().spec();
    for (RepoInput repo : record.inputs().repos()) {
      String name = "repository " + Printable.plain(repo.repo().name());
      GitCommit git = repo.digest().git();
      if (git == null) {
        report.open().add(name + ": no commit is on record, only the digest of its files");
      } else if (git.dirty()) {
        report
            .open()
            .add(
                name
                    + " was dirty: its files were not those of commit "
                    + Printable.plain(git.commit()));
      }
    }
    for (MountInput mount : record.inputs().mounts()) {
      String what =
          Printable.plain(mount.mount().path()) + ", at " + Printable.plain(mount.mount().mount());
      report
          .open()
          .add(
              mount.known().isPresent()
                  ? what + ": only the digest of its content is known"
                  : "what was in " + what);
    }
    record
        .inputs()
        .caches()
        .forEach(
            cache ->
                report
                    .open()
                    .add("what the script took from the cache at " + Printable.plain(cache)));
    record
        .run()
        .changes()
        .forEach(change -> report.open().add("which content the script saw: " + change));
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
