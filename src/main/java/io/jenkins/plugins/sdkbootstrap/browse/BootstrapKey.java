package io.jenkins.plugins.sdkbootstrap.browse;

import io.jenkins.plugins.sdkbootstrap.pipeline.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.pipeline.StageEntry;

/** Which of a build's bootstraps. */
record BootstrapKey(String sdk, String arch, String version) {

  static BootstrapKey of(StageEntry stage) {
    return new BootstrapKey(stage.getSdk(), stage.getArch(), stage.getVersion());
  }

  static BootstrapKey of(PlannedSdk plan) {
    return new BootstrapKey(plan.getSdk(), plan.getArch(), plan.getVersion());
  }
}
