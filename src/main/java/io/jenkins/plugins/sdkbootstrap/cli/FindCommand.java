package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.EntryText;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk find}: names in an archive. */
@Command(
    description = {
      "Finds entries of a tarball by name. Reads only the index.",
      "NAME is part of a name. With *, ? or [ it is a pattern for the whole name.",
      "With a / it is matched against whole paths. Exit code 1: nothing found."
    })
final class FindCommand extends SdkCommand {

  @Parameters(paramLabel = "ARCHIVE", index = "0", description = "The tarball.")
  private Path archive;

  @Parameters(paramLabel = "NAME", index = "1", description = "Part of a name, or a pattern.")
  private String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Show at most N entries. Default: ${DEFAULT-VALUE}")
  private int limit;

  private record Result(Iterator<EntryText.Json> entries, boolean more) {}

  @Override
  protected int run(Console console) throws Exception {
    if (limit < 1) {
      throw new InputException("--limit " + limit + ": it must be at least 1");
    }
    ArchiveIndex.Found found;
    try (ArchiveFile file = ArchiveFile.open(archive)) {
      found = file.index().find(name, 0, limit);
    }
    if (json()) {
      console.json(
          new Result(found.entries().stream().map(EntryText::json).iterator(), found.more()));
    } else {
      found.entries().forEach(e -> console.say(e.path().toString()));
      if (found.more()) {
        console.progress().note("there are more than " + limit + "; raise --limit to see them");
      }
    }
    return found.entries().isEmpty() ? Exit.FAILED : Exit.DONE;
  }
}
