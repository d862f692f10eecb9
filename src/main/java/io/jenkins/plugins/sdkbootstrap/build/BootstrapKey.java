package io.jenkins.plugins.sdkbootstrap.build;

/** Which of a build's bootstraps. */
public record BootstrapKey(String sdk, String arch, String version) {

  public static BootstrapKey of(StageEntry stage) {
    return new BootstrapKey(stage.getSdk(), stage.getArch(), stage.getVersion());
  }

  public static BootstrapKey of(PlannedSdk plan) {
    return new BootstrapKey(plan.getSdk(), plan.getArch(), plan.getVersion());
  }
}
