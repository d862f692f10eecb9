package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.build.BootstrapKey;
import io.jenkins.plugins.sdkbootstrap.history.BootstrapSummary;
import io.jenkins.plugins.sdkbootstrap.history.FinishedStage;
import io.jenkins.plugins.sdkbootstrap.history.SdkChain;
import java.util.List;
import java.util.Objects;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A bootstrap of a build, as the pages and the API show it.
 *
 * @param sdk the SDK's name
 * @param stages one row for each stage, in order
 * @param links the chain from the seed to the SDK
 * @param summary the stages that are there, added up
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record SdkBootstrap(
    @Exported String sdk,
    @Exported String arch,
    @Exported String version,
    @Exported List<StageRow> stages,
    SdkChain links,
    BootstrapSummary summary) {

  static SdkBootstrap of(BootstrapKey key, List<StageRow> stages) {
    List<FinishedStage> there =
        stages.stream().map(StageRow::finished).filter(Objects::nonNull).toList();
    return new SdkBootstrap(
        key.sdk(),
        key.arch(),
        key.version(),
        List.copyOf(stages),
        SdkChain.of(stages.size(), there),
        BootstrapSummary.of(stages.size(), there));
  }

  /** Whether the SDK is there. */
  @Exported
  public boolean complete() {
    return summary.isComplete();
  }

  /** How many stages this build ran. */
  @Exported
  public int built() {
    return summary.built();
  }

  /** How many stages are those of earlier builds. */
  @Exported
  public int reused() {
    return summary.reused();
  }

  /** How many differences are reported since the reused stages were made. */
  @Exported
  public int drift() {
    return summary.drift();
  }

  /** How long the stages took that this build ran, added up, in milliseconds. */
  @Exported
  public long time() {
    return summary.time().toMillis();
  }

  /** The same for people. */
  public String timeText() {
    return Util.getTimeSpanString(time());
  }

  /** The size of the SDK's tarball for people; empty while it is not there. */
  public String sizeText() {
    return complete() ? Functions.humanReadableByteSize(summary.sdkSize()) : "";
  }

  /** From the seed to the SDK. */
  @Exported
  public ChainView chain() {
    return ChainView.of(links);
  }

  /** The chain as a picture from left to right. */
  public ChainPicture widePicture() {
    return ChainPicture.across(this);
  }

  /** The chain as a picture from top to bottom, for narrow windows. */
  public ChainPicture narrowPicture() {
    return ChainPicture.down(this);
  }
}
