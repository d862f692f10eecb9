package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.EntryText;
import io.jenkins.plugins.sdkbootstrap.cli.report.Table;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk ls}: a directory of an archive. */
@Command(description = "Lists a directory of a tarball. Reads only the index, not the tarball.")
final class ListCommand extends SdkCommand {

  @Parameters(paramLabel = "ARCHIVE", index = "0", description = "The tarball.")
  private Path archive;

  @Parameters(
      paramLabel = "PATH",
      index = "1",
      arity = "0..1",
      description = "A directory or file in it. Default: the root")
  private RootPath path = RootPath.ROOT;

  @Override
  protected int run(Console console) throws Exception {
    List<Entry> entries;
    try (ArchiveFile file = ArchiveFile.open(archive)) {
      entries = file.list(path);
    }
    if (json()) {
      console.json(entries.stream().map(EntryText::json).iterator());
      return Exit.DONE;
    }
    Table table = new Table(EntryText.HEADINGS);
    entries.forEach(e -> table.add(EntryText.cells(e, e.path().name())));
    table.lines().forEach(console::say);
    return Exit.DONE;
  }
}
