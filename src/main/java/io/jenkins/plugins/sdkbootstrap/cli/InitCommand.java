package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk init}: the files of an SDK to begin with. */
@Command(
    description = {
      "Writes the files of a new SDK: sdk.yaml, stage scripts, a Jenkinsfile and a README.",
      "Does not overwrite files."
    })
final class InitCommand extends SdkCommand {

  @Option(
      names = "--template",
      paramLabel = "T",
      required = true,
      description =
          "gentoo or flatcar: with Portage. debian: with Debian's packages. minimal: four stages"
              + " that run in seconds.")
  private Template template;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "Architecture of the SDK. Default: this machine's")
  private String arch;

  @Parameters(paramLabel = "DIR", description = "Directory for the files; created if missing.")
  private Path directory;

  @Override
  protected int run(Console console) throws Exception {
    Map<String, String> files = template.files(arch == null ? machine() : arch);
    Optional<String> taken = files.keySet().stream().filter(this::isThere).findFirst();
    if (taken.isPresent()) {
      throw new InputException(
          directory.resolve(taken.get())
              + " already exists and would be overwritten; use another"
              + " directory, or remove it");
    }
    write(files);
    if (json()) {
      console.json(
          files.keySet().stream().map(file -> directory.resolve(file).toString()).toList());
    } else {
      files.keySet().forEach(file -> console.say("wrote " + directory.resolve(file)));
      console.say("next steps: " + directory.resolve("README.md"));
    }
    return Exit.DONE;
  }

  private boolean isThere(String file) {
    return Files.exists(directory.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** Writes all files, or none where one cannot be written. */
  private void write(Map<String, String> files) throws IOException {
    List<StagedFile> written = new ArrayList<>();
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        written.add(write(path, file.getValue()));
      }
      StagedFile.commit(written);
    } finally {
      for (StagedFile file : written) {
        file.close();
      }
    }
  }

  /** A file that is written, and is to be committed or closed. */
  private static StagedFile write(Path path, String text) throws IOException {
    StagedFile file = StagedFile.create(path);
    try {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      if (text.startsWith("#!") && !file.temporary().toFile().setExecutable(true)) {
        throw new IOException(path + ": cannot be made executable");
      }
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  // Debian and Gentoo call it so.
  private static String machine() {
    String arch = System.getProperty("os.arch");
    return switch (arch) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> arch;
    };
  }
}
