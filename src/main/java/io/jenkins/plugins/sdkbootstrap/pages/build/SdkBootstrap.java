package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.build.BootstrapKey;
import io.jenkins.plugins.sdkbootstrap.history.BootstrapSummary;
import io.jenkins.plugins.sdkbootstrap.history.FinishedStage;
import io.jenkins.plugins.sdkbootstrap.history.SdkChain;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One bootstrap of a build, as the pages and the API show it. */
@ExportedBean(defaultVisibility = 999)
public final class SdkBootstrap {

  private final BootstrapKey key;
  private final List<StageRow> stages;
  private final SdkChain chain;
  private final BootstrapSummary summary;

  /**
   * A bootstrap.
   *
   * @param stages one row for each of its stages, in order
   */
  SdkBootstrap(BootstrapKey key, List<StageRow> stages) {
    this.key = key;
    this.stages = List.copyOf(stages);
    List<FinishedStage> there =
        stages.stream().map(StageRow::finished).filter(Objects::nonNull).toList();
    chain = SdkChain.of(stages.size(), there);
    summary = BootstrapSummary.of(stages.size(), there);
  }

  /** The SDK's name. */
  @Exported
  public String getSdk() {
    return key.sdk();
  }

  /** The architecture. */
  @Exported
  public String getArch() {
    return key.arch();
  }

  /** The version. */
  @Exported
  public String getVersion() {
    return key.version();
  }

  /** One for each stage, in order. */
  @Exported
  public List<StageRow> getStages() {
    return stages;
  }

  /** Whether the SDK is there. */
  @Exported
  public boolean isComplete() {
    return summary.isComplete();
  }

  /** Of how many stages the script ran in this build. */
  @Exported
  public int getBuilt() {
    return summary.built();
  }

  /** How many stages were taken from earlier builds. */
  @Exported
  public int getReused() {
    return summary.reused();
  }

  /** How many lines are reported of reused stages that differ today. */
  @Exported
  public int getDrift() {
    return summary.drift();
  }

  /** How long the stages that ran took, added up, in milliseconds. */
  @Exported
  public long getTime() {
    return summary.time().toMillis();
  }

  /** The same for people. */
  public String getTimeText() {
    return Util.getTimeSpanString(getTime());
  }

  /** The size of the SDK's tarball for people; empty while it is not there. */
  public String getSizeText() {
    return summary.isComplete() ? Functions.humanReadableByteSize(summary.sdkSize()) : "";
  }

  /** From the seed to the SDK. */
  @Exported
  public ChainView getChain() {
    return new ChainView(chain);
  }

  /** The chain as a picture from left to right. */
  public ChainPicture getWidePicture() {
    return ChainPicture.across(this);
  }

  /** The chain as a picture from top to bottom, for narrow windows. */
  public ChainPicture getNarrowPicture() {
    return ChainPicture.down(this);
  }

  /** Where it is broken or not, for the picture. */
  SdkChain chain() {
    return chain;
  }
}
