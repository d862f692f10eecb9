package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.agent.ConfigTask;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.settings.Choices;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/**
 * Which stage of which sdk.yaml a step is about, and the plan that it goes by: what {@code
 * bootstrapSdk} has planned, or what the first of the build's steps has read of the sdk.yaml. Kept
 * with the step over restarts.
 */
final class StagePlanning implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String config;
  private final int stage;
  private final String sdk;
  private final String version;
  private final String arch;

  /**
   * What a step is told.
   *
   * @param config sdk.yaml, absolute or from the workspace
   * @param stage counted from 1
   * @param sdk the name of the SDK; null for sdk.yaml's
   * @param version the bootstrap's; null for the build's
   * @param arch the architecture; null for sdk.yaml's
   */
  StagePlanning(String config, int stage, String sdk, String version, String arch) {
    this.config = config;
    this.stage = stage;
    this.sdk = sdk;
    this.version = version;
    this.arch = arch;
  }

  int stage() {
    return stage;
  }

  String config() {
    return config;
  }

  /**
   * Finds the plan, or makes it of the sdk.yaml on the agent, which no later step reads again.
   *
   * @throws AbortException with one line, where there is no such stage
   */
  PlannedSdk plan(Run<?, ?> run, FilePath workspace) throws IOException, InterruptedException {
    Optional<SdkBuildAction> action = SdkBuildAction.find(run);
    Version known =
        new Version(
            Optional.ofNullable(version)
                .or(() -> action.flatMap(SdkBuildAction::knownVersion))
                .orElseThrow(
                    () ->
                        new AbortException(
                            "version is missing: no step of this build has set one")));
    String place = FilePathUtils.getNodeName(workspace) + ":" + workspace.child(config).getRemote();
    Optional<PlannedSdk> found =
        sdk != null && arch != null
            ? action.flatMap(a -> a.plan(new BootstrapId(sdk, arch, known)))
            : action.flatMap(a -> a.planAt(place, known, arch));
    PlannedSdk plan = found.isPresent() ? found.get() : read(run, workspace, place, known);
    int stages = plan.getNames().size();
    if (stage > stages) {
      throw new AbortException("there is no stage " + stage + "; there are " + stages);
    }
    return plan;
  }

  private PlannedSdk read(Run<?, ?> run, FilePath workspace, String place, Version known)
      throws IOException, InterruptedException {
    byte[] yaml = workspace.act(new ConfigTask(config));
    SdkConfig read;
    try {
      read = SdkConfig.parse(config, yaml);
      if (arch != null) {
        read = read.withArch(arch);
      }
    } catch (ConfigException | IllegalArgumentException e) {
      throw new AbortException(e.getMessage());
    }
    read = configured(read);
    if (sdk != null && !sdk.equals(read.name())) {
      throw new AbortException(config + " describes " + read.name() + ", not " + sdk);
    }
    PlannedSdk plan =
        new PlannedSdk(
            read, read.id(known), config, place, OnDrift.REUSE, Instant.now().getEpochSecond());
    SdkBuildAction.of(run).putPlan(plan, yaml);
    return plan;
  }

  /** With what is configured where sdk.yaml does not say. */
  static SdkConfig configured(SdkConfig read) {
    return read.places().containsKey("compression")
        ? read
        : read.withCompression(
            Choices.compression(SdkBootstrapConfiguration.get().getCompression()));
  }
}
