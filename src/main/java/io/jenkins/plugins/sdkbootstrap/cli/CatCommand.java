package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.InputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk cat}: one file of an archive. */
@Command(
    description = {
      "Writes the content of one file of a tarball to standard output.",
      "With the index, it reads only the frames that hold the file."
    })
final class CatCommand extends SdkCommand {

  /** For JSON the whole file is in memory. */
  private static final int LARGEST_JSON = 16 << 20;

  @Parameters(paramLabel = "ARCHIVE", index = "0", description = "The tarball.")
  private Path archive;

  @Parameters(paramLabel = "PATH", index = "1", description = "A file in it.")
  private RootPath path;

  private record Content(String path, int size, byte[] base64) {}

  @Override
  protected int run(Console console) throws Exception {
    try (ArchiveFile file = ArchiveFile.open(archive);
        InputStream content = file.read(path)) {
      if (!json()) {
        content.transferTo(console.out());
        return Exit.DONE;
      }
      byte[] bytes = content.readNBytes(LARGEST_JSON + 1);
      if (bytes.length > LARGEST_JSON) {
        throw new InputException(path + " is too large for --json; run cat without it");
      }
      console.json(new Content(path.toString(), bytes.length, bytes));
      return Exit.DONE;
    }
  }
}
