package io.jenkins.plugins.sdkbootstrap.pipeline;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.archive.Progress;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigException;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.stage.Seed;
import io.jenkins.plugins.sdkbootstrap.stage.SeedRef;
import io.jenkins.plugins.sdkbootstrap.stage.StageInputs;
import io.jenkins.plugins.sdkbootstrap.stage.Version;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Reads an sdk.yaml on an agent; the controller makes sense of it.
 *
 * @param path absolute or from the workspace
 */
record ConfigTask(String path) implements ControllerToAgentFileCallable<byte[]> {

  @Override
  public byte[] invoke(File workspace, VirtualChannel channel) throws IOException {
    return StageArguments.bytes(workspace.toPath().resolve(path), path);
  }

  /**
   * What the files are that an sdk.yaml names.
   *
   * @param inputs what each stage would be made from today, in order
   * @param seed the configured seed, where that is a file; else null
   */
  record Today(List<StageInputs> inputs, Seed seed) implements Serializable {}

  /**
   * Looks for the files that an sdk.yaml names, and digests them.
   *
   * @param config the sdk.yaml
   * @param path where it is, absolute or from the workspace
   * @param version the bootstrap
   */
  record Inspection(SdkConfig config, String path, Version version)
      implements ControllerToAgentFileCallable<Today> {

    @Override
    public Today invoke(File workspace, VirtualChannel channel)
        throws IOException, InterruptedException {
      Path file = workspace.toPath().resolve(path).toAbsolutePath();
      ConfigFiles files = new ConfigFiles(config, file.getParent());
      try {
        files.check();
      } catch (ConfigException e) {
        throw new AbortException(e.getMessage());
      }
      Seed seed = config.seed().kind() == SeedRef.Kind.PATH ? files.seed() : null;
      return new Today(new ArrayList<>(files.inputs(version, Progress.NONE)), seed);
    }
  }
}
