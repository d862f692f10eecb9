package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk diff}: what differs between two archives. */
@Command(
    description = {
      "Shows the differences between two tarballs, and a summary by directory.",
      "Reads only the indexes. Exit code 0: no differences, 1: differences."
    })
final class DiffCommand extends SdkCommand {

  @Parameters(paramLabel = "A", index = "0", description = "The tarball before.")
  private Path before;

  @Parameters(paramLabel = "B", index = "1", description = "The tarball after.")
  private Path after;

  @Option(names = "--times", description = "Show also what differs only in its modification time.")
  private boolean times;

  @Option(names = "--below", paramLabel = "PATH", description = "Compare only this path and below.")
  private RootPath below = RootPath.ROOT;

  @Override
  int run(Console console) throws Exception {
    ArchiveDiff diff;
    try (ArchiveFile a = ArchiveFile.open(before);
        ArchiveFile b = ArchiveFile.open(after)) {
      diff = ArchiveDiff.between(a.index(), b.index(), times);
    }
    DiffFilter filter = DiffFilter.ALL.below(below);
    DiffTotals totals = diff.totals(filter);
    if (json()) {
      console.json(DiffText.json(diff, filter));
    } else {
      DiffText.show(diff, filter, console);
    }
    return totals.count() == 0 ? Exit.DONE : Exit.FAILED;
  }
}
