package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import java.io.Serializable;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks a build to bootstrap again what another one did, from some stage on. Overrules what the
 * build's {@code bootstrapSdk} says for that SDK and architecture. Goes with the build from the
 * queue on, and is persisted with it.
 */
@Restricted(NoExternalUse.class)
public final class ReplayRequest extends InvisibleAction
    implements Queue.QueueAction, Serializable {

  private static final long serialVersionUID = 1L;

  private final String sdk;
  private final String arch;
  private final String version;
  private final int fromBuild;
  private final int fromStage;

  /**
   * A request.
   *
   * @param sdk the name of the SDK
   * @param arch its architecture
   * @param version the bootstrap's version
   * @param fromBuild the number of the build that holds the stage before it
   * @param fromStage the stage to begin with
   */
  public ReplayRequest(String sdk, String arch, String version, int fromBuild, int fromStage) {
    this.sdk = sdk;
    this.arch = arch;
    this.version = version;
    this.fromBuild = fromBuild;
    this.fromStage = fromStage;
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
  public boolean isFor(String sdk, String arch) {
    return this.sdk.equals(sdk) && this.arch.equals(arch);
  }

  /** Without this, a build that waits already would be taken for this one. */
  @Override
  public boolean shouldSchedule(List<Action> actions) {
    return actions.stream().noneMatch(a -> a instanceof ReplayRequest other && isSame(other));
  }

  private boolean isSame(ReplayRequest other) {
    return isFor(other.sdk, other.arch)
        && version.equals(other.version)
        && fromBuild == other.fromBuild
        && fromStage == other.fromStage;
  }
}
