package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk cat}: one file of an archive. */
@Command(
    description = {
      "Writes the content of one file of a tarball to standard output.",
      "By the index only the frames that hold the file are read."
    })
final class CatCommand extends SdkCommand {

  /** As JSON a file is held in memory. */
  private static final int LARGEST_JSON = 16 << 20;

  @Parameters(paramLabel = "ARCHIVE", index = "0", description = "The tarball.")
  private Path archive;

  @Parameters(paramLabel = "PATH", index = "1", description = "A file in it.")
  private String path;

  private record Content(String path, int size, byte[] base64) {}

  @Override
  int run(Console console) throws Exception {
    try (ArchiveFile file = ArchiveFile.open(archive);
        InputStream content = file.read(PathOption.parse(path))) {
      if (!json()) {
        content.transferTo(console.out());
        if (console.out().checkError()) {
          throw new IOException("standard output takes no more");
        }
        return Exit.DONE;
      }
      byte[] bytes = content.readNBytes(LARGEST_JSON + 1);
      if (bytes.length > LARGEST_JSON) {
        throw new InputException(path + " is too large for --json; leave that out");
      }
      console.json(new Content(path, bytes.length, bytes));
      return Exit.DONE;
    }
  }
}
