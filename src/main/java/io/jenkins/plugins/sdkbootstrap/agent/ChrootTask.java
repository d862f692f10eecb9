package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.chroot.Chroot;
import io.jenkins.plugins.sdkbootstrap.chroot.EnterProgram;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import io.jenkins.plugins.sdkbootstrap.stage.StageEnvironment;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Works out on the agent the shell script that enters a stage and holds its lifeline, and digests
 * what the stage is made from.
 *
 * @param stage of an sdk.yaml; null where there is a script
 * @param script without an sdk.yaml; null where there is a stage
 * @param root the unpacked seed, absolute or from the workspace
 * @param settings what the agent goes by
 * @param listener the step's log
 */
@Restricted(NoExternalUse.class)
public record ChrootTask(
    PlannedStage stage,
    PlainScript script,
    String root,
    AgentSettings settings,
    TaskListener listener)
    implements ControllerToAgentFileCallable<ChrootTask.Entry> {

  /**
   * A stage of an sdk.yaml.
   *
   * @param id which
   * @param config the sdk.yaml, as it was read for the bootstrap
   * @param path where that is, absolute or from the workspace
   * @param begun when the bootstrap was begun, seconds since 1970 UTC
   * @param seen what an agent, perhaps this one, has seen of the files before
   */
  public record PlannedStage(
      StageId id, SdkConfig config, String path, long begun, Map<String, InputDigester.Seen> seen)
      implements Serializable {

    /** As sdk.yaml has it. */
    public StageSpec spec() {
      return config.stages().get(id.number() - 1);
    }
  }

  /**
   * How to enter.
   *
   * @param root the absolute path of the root
   * @param script the text of a shell script that does
   * @param entered what the stage is made from
   */
  public record Entry(String root, String script, Entered entered) implements Serializable {}

  @Override
  public Entry invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path base = workspace.toPath();
    Path place = base.resolve(root);
    if (!Files.isDirectory(place)) {
      throw new AbortException("there is no root " + place + "; unpack a seed first");
    }
    LogProgress progress = new LogProgress(listener);
    InputDigester digester = new InputDigester(stage == null ? Map.of() : stage.seen(), progress);
    Privilege privilege;
    StageRun run;
    Path from;
    StageInputs inputs;
    try {
      if (stage == null) {
        from = base;
        privilege = settings.requirePrivilege(place);
        inputs = script.inputs(base, digester);
        run = script.run(base, place.toRealPath());
      } else {
        from = base.resolve(stage.path()).toAbsolutePath().normalize().getParent();
        privilege = settings.requirePrivilege(place, stage.config().arch(), stage.config());
        ConfigFiles files = new ConfigFiles(stage.config(), from);
        inputs = files.inputs(stage.spec(), stage.id().bootstrap(), stage.begun(), digester);
        StageEnvironment environment =
            new StageEnvironment(
                files, stage.id().bootstrap(), inputs.spec(), inputs.sourceDateEpoch());
        environment.makeCaches(settings.stageCaches());
        run = environment.chroot(place.toRealPath(), settings.stageCaches());
      }
    } catch (IllegalArgumentException e) {
      throw new AbortException(e.getMessage());
    }
    progress.note("privilege: " + privilege.label());
    return new Entry(
        place.toAbsolutePath().normalize().toString(),
        wrapped(Chroot.command(run, privilege, EnterProgram.inline())),
        new Entered(from.toString(), inputs, digester.seen()));
  }

  /** A script that runs the command, which is of ASCII words. */
  private static String wrapped(List<String> command) throws IOException {
    String words =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    try (InputStream in = ChrootTask.class.getResourceAsStream("hold-lifeline.sh")) {
      String wrapper = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return "#!/bin/sh\nset -- " + words + "\n" + wrapper;
    }
  }
}
