package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.settings.Choices;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code bootstrapSdk} is told; kept with the step over restarts. */
final class PlanArguments implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of {@code keep}: no root stays, those of failed stages are kept, all stay. */
  static final String KEEP_NONE = "false";

  static final String KEEP_FAILED = "failed";
  static final String KEEP_ALL = "true";
  static final List<String> KEEP = List.of(KEEP_ALL, KEEP_FAILED, KEEP_NONE);

  final String config;
  final String version;
  final String arch;
  final String seed;
  final boolean rebuild;
  final int fromStage;
  final String fromBuild;
  final List<String> reuseFrom;
  final OnDrift onDrift;
  final String compression;
  final String privilege;
  final String keep;
  final boolean strict;
  final String signingKey;

  PlanArguments(SdkBootstrapPlanStep step) {
    config = step.getConfig();
    version = step.getVersion();
    arch = step.getArch();
    seed = step.getSeed();
    rebuild = step.isRebuild();
    fromStage = step.getFromStage();
    fromBuild = step.getFromBuild();
    reuseFrom = new ArrayList<>(step.getReuseFrom());
    onDrift = OnDrift.valueOf(step.getOnDrift().toUpperCase(Locale.ROOT));
    compression = step.getCompression();
    privilege = step.getPrivilege();
    keep = step.getKeep();
    strict = step.isStrict();
    signingKey = step.getSigningKey();
  }

  /**
   * The sdk.yaml with what is told otherwise.
   *
   * @throws AbortException with everything that is wrong with it
   */
  SdkConfig applyTo(byte[] yaml) throws AbortException {
    try {
      SdkConfig read = SdkConfig.parse(config, yaml);
      if (arch != null) {
        read = read.withArch(arch);
      }
      if (seed != null) {
        read = read.withSeed(SeedRef.parse(seed));
      }
      return compression == null
          ? StagePlanning.configured(read)
          : read.withCompression(Choices.compression(compression));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new AbortException(e.getMessage());
    }
  }
}
