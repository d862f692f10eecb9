package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Bind;
import io.jenkins.plugins.sdkbootstrap.chroot.Chroot;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
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
      "Nothing of it, no process and no mount, is left when it ends."
    })
final class ChrootCommand extends SdkCommand {

  @Parameters(paramLabel = "ROOT", description = "The root.")
  private Path root;

  @Option(
      names = "--stage",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The stage's number: the script fills /tmp/stageNroot. Default: ${DEFAULT-VALUE}")
  private int stage;

  @Option(names = "--script", paramLabel = "F", required = true, description = "The script.")
  private Path script;

  @Option(
      names = "--repo",
      paramLabel = "NAME=PATH:MOUNT",
      description = "A package repository, bound read-only.")
  private List<String> repos = new ArrayList<>();

  @Option(
      names = "--cache",
      paramLabel = "NAME=PATH:MOUNT",
      description = "A directory kept between runs, bound read-write; made where it is missing.")
  private List<String> caches = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "A variable for the script, which sees nothing of this environment.")
  private List<String> env = new ArrayList<>();

  @Option(names = "--no-network", description = "Leave the script without a network.")
  private boolean noNetwork;

  @Override
  int run(Console console) throws Exception {
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
    for (String repo : repos) {
      BindOption option = BindOption.parse("--repo", repo);
      if (!Files.isDirectory(option.path())) {
        throw new InputException("--repo " + option.name() + ": no directory " + option.path());
      }
      binds.add(Bind.readOnly(option.path(), option.mount()));
      mounts.add(option.mount());
    }
    variables.putIfAbsent("SDK_REPOS", String.join(" ", mounts));
    for (String cache : caches) {
      BindOption option = BindOption.parse("--cache", cache);
      Files.createDirectories(option.path());
      binds.add(Bind.readWrite(option.path(), option.mount()));
    }
    if (!Files.isRegularFile(script)) {
      throw new InputException("--script: no file " + script);
    }
    if (!Files.isDirectory(root)) {
      throw new InputException("no root " + root + ": it is no directory; unpack a seed first");
    }
    Privilege privilege = preflight(root, console);
    int status =
        Chroot.run(
            new StageRun(
                root.toRealPath(), stage, script, variables, !noNetwork, binds, Optional.empty()),
            privilege,
            console.stageLog());
    if (json()) {
      console.json(Map.of("status", status));
    }
    if (status != 0 && status != Chroot.NOT_ENTERED) {
      console.progress().note("the script ended with status " + status);
    }
    return status == 0 ? Exit.DONE : Exit.FAILED;
  }
}
