package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.history.BootstrapSummary;
import io.jenkins.plugins.sdkbootstrap.history.FinishedStage;
import io.jenkins.plugins.sdkbootstrap.history.SdkChain;
import io.jenkins.plugins.sdkbootstrap.pages.inside.PackageChanges;
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
 * @param complete whether the SDK is there
 * @param built how many stages this build ran
 * @param reused how many stages are those of earlier builds
 * @param drift how many differences are reported since the reused stages were made
 * @param time how long the stages took that this build ran, added up, in milliseconds
 * @param packages what differs by package since the build before; null where that is not known
 * @param sizeText the size of the SDK's tarball for people; empty while it is not there
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record SdkBootstrap(
    @Exported String sdk,
    @Exported String arch,
    @Exported String version,
    @Exported List<StageRow> stages,
    SdkChain links,
    @Exported boolean complete,
    @Exported int built,
    @Exported int reused,
    @Exported int drift,
    @Exported long time,
    @Exported(inline = true, skipNull = true) PackageChanges packages,
    String sizeText) {

  static SdkBootstrap of(BootstrapId id, List<StageRow> stages) {
    List<FinishedStage> there =
        stages.stream().map(StageRow::finished).filter(Objects::nonNull).toList();
    BootstrapSummary summary = BootstrapSummary.of(stages.size(), there);
    return new SdkBootstrap(
        id.sdk(),
        id.arch(),
        id.version().text(),
        List.copyOf(stages),
        SdkChain.of(stages.size(), there),
        summary.isComplete(),
        summary.built(),
        summary.reused(),
        summary.drift(),
        summary.time().toMillis(),
        packages(stages),
        summary.isComplete() ? Functions.humanReadableByteSize(summary.sdkSize()) : "");
  }

  /** Of the last stage that this build ran: of the SDK, where it is there. */
  private static PackageChanges packages(List<StageRow> stages) {
    for (int i = stages.size() - 1; i >= 0; i--) {
      StageRow row = stages.get(i);
      if (row.state() == StageState.BUILT) {
        return PackageChanges.sinceLastBuild(row.address()).orElse(null);
      }
    }
    return null;
  }

  /** The time for people. */
  public String timeText() {
    return Util.getTimeSpanString(time);
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
