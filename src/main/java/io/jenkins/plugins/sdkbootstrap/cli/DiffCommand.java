package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.DiffText;
import io.jenkins.plugins.sdkbootstrap.cli.report.PackageText;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.packages.PackageDiff;
import io.jenkins.plugins.sdkbootstrap.packages.PackageList;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk diff}: what differs between two archives. */
@Command(
    description = {
      "Shows the differences between two tarballs, and a summary by directory.",
      "Reads only the indexes, and with --packages the package databases.",
      "Exit code 0: no differences, 1: differences."
    })
final class DiffCommand extends SdkCommand {

  @Parameters(paramLabel = "A", index = "0", description = "The tarball before.")
  private Path before;

  @Parameters(paramLabel = "B", index = "1", description = "The tarball after.")
  private Path after;

  @Option(
      names = "--times",
      description = "Also show entries that differ only in modification time.")
  private boolean times;

  @Option(names = "--below", paramLabel = "PATH", description = "Compare only this path and below.")
  private RootPath below = RootPath.ROOT;

  @Option(names = "--packages", description = "Compare the packages instead of the files.")
  private boolean packages;

  @Option(names = "--markdown", description = "With --packages: print a table in Markdown.")
  private boolean markdown;

  @Override
  protected int run(Console console) throws Exception {
    if (markdown && (!packages || json())) {
      throw new InputException(
          "--markdown requires --packages, and cannot be combined with --json");
    }
    if (packages) {
      return packages(console);
    }
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

  private int packages(Console console) throws Exception {
    if (times || !below.isRoot()) {
      throw new InputException("--packages cannot be combined with --times or --below");
    }
    PackageList a = read(before, console);
    PackageList b = read(after, console);
    PackageDiff diff = PackageDiff.between(a, b);
    if (json()) {
      List<String> damages = new ArrayList<>(a.damages());
      damages.addAll(b.damages());
      console.json(PackageText.json(diff, damages));
    } else {
      PackageText.diff(diff, markdown).forEach(console::say);
    }
    return diff.isEmpty() ? Exit.DONE : Exit.FAILED;
  }

  private static PackageList read(Path archive, Console console) throws IOException {
    try (ArchiveFile file = ArchiveFile.open(archive)) {
      PackageList list = PackageList.read(file);
      if (list.packages().isEmpty()) {
        console.progress().note(archive + ": no known package database");
      }
      list.damages().forEach(d -> console.progress().note(archive + ": packages: " + d));
      return list;
    }
  }
}
