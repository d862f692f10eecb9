package io.jenkins.plugins.sdkbootstrap.build;

import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a build set out to bootstrap, so that pages can show the stages that are not done. Persisted
 * with the build by name of field, as {@link StageEntry} is.
 */
public final class PlannedSdk implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String sdk;
  private final String arch;
  private final String version;
  private final String config;
  private final List<String> names;
  private final List<Integer> toRun;

  /**
   * A plan.
   *
   * @param config the sdk.yaml, as the Pipeline names it
   * @param stages what is done about each stage
   */
  public PlannedSdk(SdkConfig sdk, Version version, String config, List<PlannedStage> stages) {
    this.sdk = sdk.name();
    this.arch = sdk.arch();
    this.version = version.text();
    this.config = config;
    this.names = new ArrayList<>(sdk.stages().stream().map(StageSpec::name).toList());
    this.toRun =
        new ArrayList<>(
            stages.stream().filter(PlannedStage::runs).map(PlannedStage::number).toList());
  }

  /** The SDK's name. */
  public String getSdk() {
    return sdk;
  }

  /** The architecture. */
  public String getArch() {
    return arch;
  }

  /** The bootstrap. */
  public String getVersion() {
    return version;
  }

  /** The sdk.yaml, as the Pipeline names it. */
  public String getConfig() {
    return config;
  }

  /** What the stages are called, in order. */
  public List<String> getNames() {
    return List.copyOf(names);
  }

  /** Whether the script of the stage of this number was to run. */
  public boolean isToRun(int number) {
    return toRun.contains(number);
  }

  /** Whether this is the plan of that bootstrap, made from that sdk.yaml. */
  public boolean isOf(String config, String arch, String version) {
    return this.config.equals(config) && this.arch.equals(arch) && this.version.equals(version);
  }

  /** Whether both are about the same bootstrap. */
  public boolean isSameBootstrap(PlannedSdk other) {
    return sdk.equals(other.sdk) && arch.equals(other.arch) && version.equals(other.version);
  }
}
