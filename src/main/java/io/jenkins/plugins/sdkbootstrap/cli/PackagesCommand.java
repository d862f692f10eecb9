package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.PackageText;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.packages.PackageList;
import io.jenkins.plugins.sdkbootstrap.packages.Sbom;
import io.jenkins.plugins.sdkbootstrap.provenance.RecordException;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk packages}: what an archive consists of. */
@Command(
    description = {
      "Lists the packages in a tarball, by the package databases in it.",
      "Reads only the index and the frames that the databases are in.",
      "Exit code 1: there is no package database."
    })
final class PackagesCommand extends SdkCommand {

  @Parameters(paramLabel = "ARCHIVE", index = "0", description = "The tarball.")
  private Path archive;

  @Option(names = "--markdown", description = "Print a table in Markdown.")
  private boolean markdown;

  @Option(names = "--sbom", description = "Print an SBOM: CycloneDX 1.6 in JSON.")
  private boolean sbom;

  @Override
  protected int run(Console console) throws Exception {
    if (markdown && (sbom || json()) || sbom && json()) {
      throw new InputException("--json, --markdown and --sbom cannot be combined");
    }
    PackageList list;
    try (ArchiveFile file = ArchiveFile.open(archive)) {
      list = PackageList.read(file);
    }
    list.damages().forEach(damage -> console.progress().note("packages: " + damage));
    if (sbom && !list.packages().isEmpty()) {
      console.out().write(Sbom.write(list, subject(new ArchiveFiles(archive))));
    } else if (json()) {
      console.json(PackageText.json(list));
    } else if (list.packages().isEmpty()) {
      console.progress().note(archive + ": no known package database");
    } else {
      PackageText.list(list, markdown).forEach(console::say);
    }
    return list.packages().isEmpty() ? Exit.FAILED : Exit.DONE;
  }

  /** By the record, so that the SBOM is the one that was made with the tarball. */
  private static Sbom.Subject subject(ArchiveFiles files) throws IOException {
    Path record = files.record();
    try {
      if (Files.isRegularFile(record) && Files.size(record) <= StageRecord.LARGEST) {
        StageId id =
            StageRecord.parse(record.getFileName().toString(), Files.readAllBytes(record)).id();
        BootstrapId bootstrap = id.bootstrap();
        return new Sbom.Subject(
            bootstrap.sdk(), bootstrap.version().text(), bootstrap.arch(), id.number());
      }
    } catch (RecordException e) {
      // It is called by its file name then.
    }
    return new Sbom.Subject(files.stem(), null, null, 0);
  }
}
