package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Bind;
import io.jenkins.plugins.sdkbootstrap.chroot.Chroot;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.BindOption;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.stage.OutputEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk chroot}: runs one script in a root. */
@Command(
    description = {
      "Runs a script in a root, in namespaces of its own.",
      "No process and no mount is left when the script ends."
    })
final class ChrootCommand extends SdkCommand {

  @Parameters(paramLabel = "ROOT", description = "Directory of the root.")
  private Path root;

  @Option(
      names = "--stage",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Number of the stage: the script fills /tmp/stageNroot. Default: ${DEFAULT-VALUE}")
  private int stage;

  @Option(names = "--script", paramLabel = "F", required = true, description = "Script to run.")
  private Path script;

  @Option(
      names = "--repo",
      paramLabel = "NAME=PATH:MOUNT",
      description = "Package repository, mounted read-only.")
  private List<BindOption> repos = new ArrayList<>();

  @Option(
      names = "--cache",
      paramLabel = "NAME=PATH:MOUNT",
      description = "Directory to keep between runs, mounted read-write; created if missing.")
  private List<BindOption> caches = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "Environment variable for the script. The script inherits no others.")
  private List<String> env = new ArrayList<>();

  @Option(names = "--no-network", description = "Run the script without a network.")
  private boolean noNetwork;

  @Override
  protected int run(Console console) throws Exception {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String variable : env) {
      int equals = variable.indexOf('=');
      if (equals < 1) {
        throw new InputException("--env '" + variable + "': write it as NAME=VALUE");
      }
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    List<Bind> binds = new ArrayList<>();
    List<String> mounts = new ArrayList<>();
    for (BindOption repo : repos) {
      if (!Files.isDirectory(repo.path())) {
        throw new InputException("--repo " + repo.name() + ": no directory " + repo.path());
      }
      binds.add(Bind.readOnly(repo.path(), repo.mount()));
      mounts.add(repo.mount());
    }
    variables.putIfAbsent("SDK_REPOS", String.join(" ", mounts));
    for (BindOption cache : caches) {
      Files.createDirectories(cache.path());
      binds.add(Bind.readWrite(cache.path(), cache.mount()));
    }
    if (!Files.isRegularFile(script)) {
      throw new InputException("--script: no file " + script);
    }
    if (!Files.isDirectory(root)) {
      throw new InputException("no root: no directory " + root + "; unpack a seed first");
    }
    Privilege privilege = preflight(root, console);
    OutputEnd end = new OutputEnd(console.stageLog());
    int status =
        Chroot.run(
            new StageRun(
                root.toRealPath(),
                stage,
                script,
                variables,
                !noNetwork,
                binds,
                Optional.empty(),
                false),
            privilege,
            end);
    if (json()) {
      console.json(Map.of("status", status));
    }
    if (status != 0 && Chroot.wasEntered(status, end.lines())) {
      console.progress().note("the script ended with status " + status);
    }
    return status == 0 ? Exit.DONE : Exit.FAILED;
  }
}
