package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.CatalystFile;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.CatalystImport;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk import-spec}: catalyst's files become an sdk.yaml. */
@Command(
    description = {
      "Converts catalyst's spec files and catalyst.conf to an sdk.yaml.",
      "What has no counterpart becomes a comment with its file and line."
    })
final class ImportSpecCommand extends SdkCommand {

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Spec files of stages and a catalyst.conf, in any order.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "F",
      description = "File to write; must not exist. Default: standard output")
  private Path output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the SDK. Default: rel_type of the specs")
  private String name;

  @Override
  protected int run(Console console) throws Exception {
    List<CatalystFile> read = new ArrayList<>();
    for (Path file : files) {
      read.add(CatalystFile.read(file));
    }
    CatalystImport imported = new CatalystImport(read, name);
    String yaml = imported.yaml();
    // Whatever the files said, what comes out can be used.
    SdkConfig.parse("sdk.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    imported.unknown().forEach(line -> console.progress().note(line));
    if (output == null) {
      console.out().print(yaml);
      return Exit.DONE;
    }
    if (Files.exists(output, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(output + " already exists and would be overwritten");
    }
    try (StagedFile file = StagedFile.create(output)) {
      file.stream().write(yaml.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
    console.say("wrote " + output);
    return Exit.DONE;
  }
}
