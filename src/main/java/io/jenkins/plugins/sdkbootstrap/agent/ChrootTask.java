package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.chroot.Chroot;
import io.jenkins.plugins.sdkbootstrap.chroot.EnterProgram;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.StageEnvironment;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Works out on the agent the shell script that enters a stage and holds its lifeline.
 *
 * @param stage of an sdk.yaml; null where there is a script
 * @param script without an sdk.yaml; null where there is a stage
 * @param root the unpacked seed, absolute or from the workspace
 * @param settings what the agent goes by
 * @param listener the step's log
 */
public record ChrootTask(
    StageArguments stage,
    PlainScript script,
    String root,
    AgentSettings settings,
    TaskListener listener)
    implements ControllerToAgentFileCallable<String> {

  @Override
  public String invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path base = workspace.toPath();
    Path place = base.resolve(root);
    if (!Files.isDirectory(place)) {
      throw new AbortException("there is no root " + place + "; unpack a seed first");
    }
    ConfigFiles files = stage == null ? null : stage.files(base);
    Privilege privilege =
        files == null
            ? settings.requirePrivilege(place)
            : settings.requirePrivilege(place, files.config().arch(), files.config());
    StageRun run;
    try {
      run =
          files == null
              ? script.run(base, place.toRealPath())
              : new StageEnvironment(files, stage.version(), stage.spec(files.config()))
                  .chroot(place.toRealPath(), settings.stageCaches());
    } catch (IllegalArgumentException e) {
      throw new AbortException(e.getMessage());
    }
    new LogProgress(listener).note("privilege: " + privilege.label());
    return wrapped(Chroot.command(run, privilege, EnterProgram.inline()));
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
