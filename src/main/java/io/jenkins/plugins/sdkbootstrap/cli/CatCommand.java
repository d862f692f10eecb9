package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
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
      console.json(
          json -> {
            json.writeStartObject();
            json.writeStringField("path", path);
            json.writeNumberField("size", bytes.length);
            json.writeStringField(
                "base64", new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII));
            json.writeEndObject();
          });
      return Exit.DONE;
    }
  }
}
