package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.UnpackRequest;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacked;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacker;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.BootstrapOptions;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk unpack}: a verified tarball becomes a root. */
@Command(
    description = {
      "Unpacks a tarball to a new root.",
      "The root appears only when the whole tarball is verified.",
      "Recognizes .tar.zst, .tar.bz2, .tar.xz, .tar.gz and .tar by their content."
    })
final class UnpackCommand extends SdkCommand {

  @Parameters(paramLabel = "SEED", index = "0", description = "The tarball.")
  private Path seed;

  @Parameters(
      paramLabel = "ROOT",
      index = "1",
      description = "Directory to create; must not exist.")
  private Path root;

  @Option(
      names = "--digest",
      paramLabel = "sha256:HEX",
      description = "Expected digest of the tarball. sha512:HEX is also accepted.")
  private Digest digest;

  @Option(names = "--strict", description = BootstrapOptions.STRICT)
  private boolean strict;

  private record Result(
      String root, String sha256, long entries, long bytes, long devicesLeftOut) {}

  @Override
  protected int run(Console console) throws Exception {
    Path absolute = root.toAbsolutePath().normalize();
    Privilege privilege = preflight(absolute.getParent(), console);
    Unpacked unpacked =
        Unpacker.unpack(
            new UnpackRequest(
                seed, absolute, digest, privilege::command, true, strict, console.progress()));
    if (json()) {
      console.json(
          new Result(
              absolute.toString(),
              unpacked.sha256().hex(),
              unpacked.entries(),
              unpacked.bytes(),
              unpacked.skippedDevices()));
    } else {
      console.say(unpacked.sha256() + "  " + unpacked.entries() + " entries in " + root);
    }
    return Exit.DONE;
  }
}
