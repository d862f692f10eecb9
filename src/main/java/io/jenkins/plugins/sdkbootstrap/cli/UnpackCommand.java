package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.UnpackRequest;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacked;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacker;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk unpack}: a verified tarball becomes a root. */
@Command(
    name = "unpack",
    description = {
      "Unpacks a tarball to a new root. The root appears only when all of the tarball is verified.",
      "Knows .tar.zst, .tar.bz2, .tar.xz, .tar.gz and .tar by their content."
    },
    sortOptions = false)
final class UnpackCommand extends SdkCommand {

  @Parameters(paramLabel = "SEED", index = "0", description = "The tarball.")
  private Path seed;

  @Parameters(paramLabel = "ROOT", index = "1", description = "Where to; must not exist.")
  private Path root;

  @Option(
      names = "--digest",
      paramLabel = "sha256:HEX",
      description = "What the tarball must have; sha512:HEX is as good.")
  private String digest;

  @Option(
      names = "--strict",
      description =
          "Refuse a tarball of which something cannot be made here, such as an attribute of another"
              + " file system or a device node, instead of leaving that out.")
  private boolean strict;

  UnpackCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  @Override
  int run(Console console) throws Exception {
    Digest expected = digest == null ? null : Digest.parse(digest);
    Path absolute = root.toAbsolutePath().normalize();
    Privilege privilege = preflight(absolute.getParent(), console);
    Unpacked unpacked =
        Unpacker.unpack(
            new UnpackRequest(
                seed, absolute, expected, privilege::command, true, strict, console.progress()));
    if (json()) {
      console.json(
          json -> {
            json.writeStartObject();
            json.writeStringField("root", absolute.toString());
            json.writeStringField("sha256", unpacked.sha256().hex());
            json.writeNumberField("entries", unpacked.entries());
            json.writeNumberField("bytes", unpacked.bytes());
            json.writeNumberField("devicesLeftOut", unpacked.devicesLeftOut());
            json.writeEndObject();
          });
    } else {
      console.say(unpacked.sha256() + "  " + unpacked.entries() + " entries in " + root);
    }
    return Exit.DONE;
  }
}
