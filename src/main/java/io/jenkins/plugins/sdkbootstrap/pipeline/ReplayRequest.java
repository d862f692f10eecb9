package io.jenkins.plugins.sdkbootstrap.pipeline;

import hudson.model.InvisibleAction;
import java.io.Serializable;

/**
 * Asks a build to bootstrap again what another one did, from some stage on. Overrules what the
 * build's {@code bootstrapSdk} says for that SDK and architecture.
 */
public final class ReplayRequest extends InvisibleAction implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String sdk;
  private final String arch;
  private final String version;
  private final int fromBuild;
  private final int fromStage;

  /**
   * A request.
   *
   * @param stage the stage to begin with
   * @param fromBuild the number of the build that holds the stage before it
   */
  ReplayRequest(StageEntry stage, int fromBuild) {
    sdk = stage.getSdk();
    arch = stage.getArch();
    version = stage.getVersion();
    fromStage = stage.getNumber();
    this.fromBuild = fromBuild;
  }

  /** The bootstrap's version. */
  public String getVersion() {
    return version;
  }

  /** The number of the build whose stages are taken. */
  public int getFromBuild() {
    return fromBuild;
  }

  /** The first stage that runs. */
  public int getFromStage() {
    return fromStage;
  }

  /** Whether it is about this SDK. */
  boolean isFor(String sdk, String arch) {
    return this.sdk.equals(sdk) && this.arch.equals(arch);
  }
}
