package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import io.jenkins.plugins.sdkbootstrap.chroot.Bind;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A script that {@code chrootStage} runs without an sdk.yaml, with what it is to see; spelled as
 * the command line spells it.
 */
@Restricted(NoExternalUse.class)
public final class PlainScript implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int stage;
  private final String script;
  private final ArrayList<String> repos;
  private final ArrayList<String> caches;
  private final ArrayList<String> env;
  private final boolean network;

  public PlainScript(
      int stage,
      String script,
      List<String> repos,
      List<String> caches,
      List<String> env,
      boolean network) {
    this.stage = stage;
    this.script = script;
    this.repos = new ArrayList<>(repos);
    this.caches = new ArrayList<>(caches);
    this.env = new ArrayList<>(env);
    this.network = network;
  }

  /** {@code NAME=PATH:MOUNT}. */
  private record Spelled(String name, String path, String mount) {}

  /**
   * What the stage is made from, spelled as an sdk.yaml would: it has no name but its number's, and
   * its script is told no time.
   */
  StageInputs inputs(Path workspace, InputDigester digester)
      throws IOException, InterruptedException {
    Path file = workspace.resolve(script);
    if (!Files.isRegularFile(file)) {
      throw new AbortException("there is no script " + file);
    }
    List<RepoInput> inputs = new ArrayList<>();
    for (String text : repos) {
      Spelled repo = parse("repos", text);
      Path directory = workspace.resolve(repo.path());
      if (!Files.isDirectory(directory)) {
        throw new AbortException("repos '" + text + "': there is no directory " + directory);
      }
      inputs.add(
          new RepoInput(
              new RepoSpec(repo.name(), repo.path(), repo.mount()), digester.directory(directory)));
    }
    List<String> mounts = new ArrayList<>();
    for (String text : caches) {
      mounts.add(parse("caches", text).mount());
    }
    StageSpec spec =
        new StageSpec(
            stage,
            StageSpec.defaultName(stage),
            script,
            RepoMode.LISTED,
            inputs.stream().map(input -> input.repo().name()).toList(),
            false,
            false,
            network,
            variables(),
            List.of(),
            StageSpec.DEFAULT_CLEAN,
            Reuse.VERSION);
    return new StageInputs(
        spec,
        FileDigest.sha256(file),
        inputs,
        inputs.stream().map(input -> input.repo().mount()).toList(),
        List.of(),
        mounts,
        new SourceDate(0, SourceDate.Origin.BEGUN));
  }

  /** What enters the chroot, with this machine's paths. */
  StageRun run(Path workspace, Path root) throws IOException {
    List<Bind> binds = new ArrayList<>();
    List<String> mounts = new ArrayList<>();
    for (String text : repos) {
      Spelled repo = parse("repos", text);
      binds.add(Bind.readOnly(workspace.resolve(repo.path()), repo.mount()));
      mounts.add(repo.mount());
    }
    for (String text : caches) {
      Spelled cache = parse("caches", text);
      Path directory = workspace.resolve(cache.path());
      Files.createDirectories(directory);
      binds.add(Bind.readWrite(directory, cache.mount()));
    }
    Map<String, String> variables = variables();
    variables.putIfAbsent("SDK_REPOS", String.join(" ", mounts));
    return new StageRun(
        root, stage, workspace.resolve(script), variables, network, binds, Optional.empty(), false);
  }

  private Map<String, String> variables() throws AbortException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String text : env) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new AbortException("env '" + text + "': write it as NAME=VALUE");
      }
      variables.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return variables;
  }

  private static Spelled parse(String option, String text) throws AbortException {
    int equals = text.indexOf('=');
    int colon = text.lastIndexOf(":/");
    if (equals < 1 || colon <= equals + 1) {
      throw new AbortException(
          option + " '" + text + "': write it as NAME=PATH:MOUNT, the mount absolute");
    }
    return new Spelled(
        text.substring(0, equals), text.substring(equals + 1, colon), text.substring(colon + 1));
  }
}
