package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveRequest;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveSet;
import io.jenkins.plugins.sdkbootstrap.archive.WrittenArchive;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.Sizes;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.packages.PackageScan;
import io.jenkins.plugins.sdkbootstrap.packages.Sbom;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk archive}: a root becomes a tarball with its index and checksums. */
@Command(
    description = {
      "Archives a root as a tarball. Writes index, CONTENTS, DIGESTS and SBOM beside it.",
      "The same tree and SOURCE_DATE_EPOCH give the same bytes."
    })
final class ArchiveCommand extends SdkCommand {

  @Parameters(paramLabel = "ROOT", index = "0", description = "The root to archive.")
  private Path root;

  @Parameters(
      paramLabel = "ARCHIVE",
      index = "1",
      description = "The new tarball: .tar.zst, .tar.bz2, .tar.xz, .tar.gz or .tar.")
  private Path archive;

  @Option(
      names = "--clean",
      paramLabel = "GLOB",
      description =
          "Exclude paths that match this pattern, such as '/tmp/*'. Can be given more than once.")
  private List<String> clean = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "N",
      description = "Compression level. Default: 3 for .zst, else the format's own")
  private int level = ArchiveRequest.DEFAULT_LEVEL;

  private record Result(
      String archive, String sha256, String sha512, long entries, long size, long tarSize) {}

  @Override
  protected int run(Console console) throws Exception {
    String name = archive.toString();
    Compression compression =
        Compression.ofName(name)
            .orElseThrow(
                () ->
                    new InputException(
                        name
                            + ": the name must end in .tar.zst, .tar.bz2, .tar.xz, .tar.gz or"
                            + " .tar"));
    Path absolute = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new InputException("no root: no directory " + root);
    }
    Privilege privilege = preflight(absolute, console);
    PackageScan scan = new PackageScan();
    ArchiveRequest request =
        new ArchiveRequest(
            absolute,
            archive,
            compression,
            level,
            clean,
            sourceDateEpoch(Clock.systemUTC()),
            privilege::command,
            console.progress(),
            OutputStream.nullOutputStream(),
            List.of(scan));
    try (ArchiveSet set = ArchiveSet.stage(request, DigestAlgorithm.DEFAULT)) {
      ArchiveFiles files = new ArchiveFiles(archive);
      Sbom.Subject subject = new Sbom.Subject(files.stem(), null, null, 0);
      Sbom.add(scan.packages(), subject, set, files, console.progress());
      set.commit();
      report(set.written(), console);
    }
    return Exit.DONE;
  }

  private void report(WrittenArchive written, Console console) throws Exception {
    if (json()) {
      console.json(
          new Result(
              archive.toString(),
              written.sha256().hex(),
              written.sha512().hex(),
              written.entries(),
              written.size(),
              written.tarSize()));
    } else {
      console.say(
          "%s  %s, %s entries, %s"
              .formatted(
                  written.sha256(), archive, written.entries(), Sizes.bytes(written.size())));
    }
  }

  /** Times later than this are set to it; without the variable, that is now, and nothing is. */
  private static long sourceDateEpoch(Clock clock) throws InputException {
    String value = System.getenv("SOURCE_DATE_EPOCH");
    if (value == null || value.isEmpty()) {
      return clock.instant().getEpochSecond();
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new InputException(
          "SOURCE_DATE_EPOCH '" + value + "': it must be a number of seconds since 1970");
    }
  }
}
