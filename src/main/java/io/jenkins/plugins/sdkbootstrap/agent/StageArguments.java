package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which stage of which sdk.yaml a step is about; kept with the step over restarts, and sent to the
 * agent, where the file is.
 */
public final class StageArguments implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The largest sdk.yaml that is read, in bytes. */
  static final int LARGEST_CONFIG = 1 << 20;

  private final String config;
  private final int stage;
  private final String version;
  private final String arch;

  /**
   * A stage.
   *
   * @param config sdk.yaml, absolute or from the workspace
   * @param stage counted from 1
   * @param version the bootstrap
   * @param arch the architecture; null for sdk.yaml's
   */
  public StageArguments(String config, int stage, String version, String arch) {
    this.config = config;
    this.stage = stage;
    this.version = version;
    this.arch = arch;
  }

  /** The sdk.yaml, as the Pipeline names it. */
  public String config() {
    return config;
  }

  /** Counted from 1. */
  public int stage() {
    return stage;
  }

  /** The architecture; null for sdk.yaml's. */
  public String arch() {
    return arch;
  }

  /** The bootstrap. */
  public Version version() {
    return new Version(version);
  }

  /**
   * Reads sdk.yaml on the agent.
   *
   * @throws AbortException with everything that is wrong with it
   */
  ConfigFiles files(Path workspace) throws IOException {
    return read(workspace.resolve(config), config, arch);
  }

  /** Reads an sdk.yaml of this machine; null for its own architecture. */
  static ConfigFiles read(Path file, String shown, String arch) throws IOException {
    try {
      SdkConfig config = SdkConfig.parse(shown, bytes(file, shown));
      return new ConfigFiles(
          arch == null ? config : config.withArch(arch), file.toAbsolutePath().getParent());
    } catch (ConfigException | IllegalArgumentException e) {
      throw new AbortException(e.getMessage());
    }
  }

  /** The content of an sdk.yaml of this machine. */
  static byte[] bytes(Path file, String shown) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new AbortException("there is no " + shown + " in " + file.toAbsolutePath().getParent());
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] yaml = in.readNBytes(LARGEST_CONFIG + 1);
      if (yaml.length > LARGEST_CONFIG) {
        throw new AbortException(shown + " is too large for an sdk.yaml");
      }
      return yaml;
    }
  }

  /** The stage in its sdk.yaml. */
  StageSpec spec(SdkConfig config) throws AbortException {
    List<StageSpec> stages = config.stages();
    if (stage < 1 || stage > stages.size()) {
      throw new AbortException("there is no stage " + stage + "; there are " + stages.size());
    }
    return stages.get(stage - 1);
  }
}
