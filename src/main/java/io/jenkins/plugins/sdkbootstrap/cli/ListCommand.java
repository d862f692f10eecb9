package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk ls}: a folder of an archive. */
@Command(
    description = "Lists a folder of a tarball by its index; the tarball itself is not read.")
final class ListCommand extends SdkCommand {

  @Parameters(paramLabel = "ARCHIVE", index = "0", description = "The tarball.")
  private Path archive;

  @Parameters(
      paramLabel = "PATH",
      index = "1",
      defaultValue = "",
      description = "A folder or file in it. Default: the root")
  private String path;

  @Override
  int run(Console console) throws Exception {
    List<Entry> entries;
    try (ArchiveFile file = ArchiveFile.open(archive)) {
      entries = file.list(PathOption.parse(path));
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
