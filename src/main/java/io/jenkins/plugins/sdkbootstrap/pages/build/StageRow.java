package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.history.FinishedStage;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.pages.inside.StageAddress;
import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A stage of a build's bootstrap, as the page and the API show it. What comes from the stage's
 * record is null, or empty, where the stage is not there.
 *
 * @param id the stage's id, as URLs spell it
 * @param number counted from 1
 * @param name as sdk.yaml calls it; empty where that is not known
 * @param state how far the stage is
 * @param address where its files are; null where it is not there
 * @param againUrl the URL, below the build's, that starts a build from this stage on when it is
 *     posted to; null where that is not possible, or the user may not
 * @param failure how the stage failed in this build; null where it did not
 * @param running how far it is while it runs; null where it does not
 * @param logs where its collected logs are; null where there are none
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record StageRow(
    @Exported String id,
    @Exported int number,
    @Exported String name,
    StageState state,
    StageAddress address,
    String againUrl,
    FailureView failure,
    RunningView running,
    StageAddress logs) {

  /** How many differences of a reused stage are shown. */
  private static final int MOST_DRIFT = 100;

  private <T> T entry(Function<StageEntry, T> value) {
    return address == null ? null : value.apply(address.stage());
  }

  /** The stage's record in short; null where the stage is not there. */
  FinishedStage finished() {
    return entry(StageEntry::finished);
  }

  /** The id of the state. */
  @Exported(name = "state")
  public String stateId() {
    return state.id();
  }

  /** Whether the stage has run, or was about to, so that there can be a log. */
  public boolean logged() {
    return switch (state) {
      case BUILT, REUSED, RUNNING, FAILED, NOT_FINISHED -> true;
      case TO_COME, NOT_REACHED, SKIPPED -> false;
    };
  }

  /** The number of the build that holds its files. */
  @Exported
  public Integer build() {
    return entry(StageEntry::getBuild);
  }

  /** That build for people, with its job where that is another one. */
  public String buildName() {
    return address.stage().getJob().map(job -> job + " #").orElse("#") + build();
  }

  /** The URL of that build, from the root of Jenkins; null where it was deleted. */
  public String buildUrl() {
    return address == null || address.holder() == null ? null : address.holder().getUrl();
  }

  /** The agent it runs or ran on in this build, empty for the built-in node; else null. */
  @Exported
  public String agent() {
    if (running != null) {
      return running.agent();
    }
    return address == null && failure != null ? failure.agent() : entry(StageEntry::getNode);
  }

  /** When its seed began to be unpacked, milliseconds since 1970 UTC. */
  @Exported
  public Long started() {
    return running == null ? entry(StageEntry::getStartedMillis) : running.started();
  }

  /** How long it took, in milliseconds. */
  @Exported
  public Long time() {
    return entry(e -> e.finished().time().toMillis());
  }

  /** The same for people. */
  public String timeText() {
    return address == null ? "" : Util.getTimeSpanString(time());
  }

  /** The file name of its tarball. */
  @Exported
  public String tarball() {
    return entry(StageEntry::getTarball);
  }

  /** The tarball's digest, {@code sha256:HEX}. */
  @Exported
  public String digest() {
    return entry(StageEntry::getSha256);
  }

  /** The first digits of it; empty where the stage is not there. */
  public String shortDigest() {
    return address == null ? "" : finished().sha256().hex().substring(0, Digest.SHORT);
  }

  /** The tarball's bytes. */
  @Exported(name = "size")
  public Long bytes() {
    return entry(StageEntry::getSize);
  }

  /** The bytes of the tar stream in it. */
  @Exported
  public Long tarSize() {
    return entry(StageEntry::getTarSize);
  }

  /** How many times smaller than that the tarball is, for people; empty where that is not known. */
  public String ratio() {
    return address == null || finished().ratio().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.2f", finished().ratio().getAsDouble());
  }

  /** How many entries the tarball has. */
  @Exported
  public Long entries() {
    return entry(StageEntry::getEntries);
  }

  /** How many packages it consists of; null where that is not known. */
  @Exported
  public Integer packages() {
    return address == null
        ? null
        : address.stage().packages().map(PackageSummary::count).orElse(null);
  }

  /** The bytes of their files; null where that is not known. */
  @Exported
  public Long packagesSize() {
    return address == null
        ? null
        : address.stage().packages().map(PackageSummary::size).orElse(null);
  }

  /** What differs today from what the stage was made from, a line each, at most 100. */
  @Exported
  public List<String> drift() {
    return address == null
        ? List.of()
        : address.stage().getDrift().stream().limit(MOST_DRIFT).toList();
  }

  /** How many differences there are beyond these. */
  public int moreDrift() {
    return address == null ? 0 : Math.max(0, address.stage().getDrift().size() - MOST_DRIFT);
  }

  /** The same, for programs. */
  @Exported(name = "running")
  public RunningView exportedRunning() {
    return running;
  }

  /** The same, for programs. */
  @Exported(name = "failure")
  public FailureView exportedFailure() {
    return failure;
  }

  /** Whether there are logs, and the user may read them. */
  public boolean hasLogs() {
    return logs != null && logs.isReadable();
  }

  /** The URL of the pages about them, from the root of Jenkins; null where there are none. */
  @Exported
  public String logsUrl() {
    return hasLogs() ? logs.url() + "/" : null;
  }

  /** Whether the user may read the stage's files. */
  public boolean readable() {
    return address != null && address.isReadable();
  }

  /** Whether the tarball is still there and the user may read it. */
  @Exported
  public boolean tarballThere() {
    return readable() && address.isTarballThere();
  }

  /** The tarball's URL, from the root of Jenkins. */
  public String tarballUrl() {
    return address.artifactUrl(tarball());
  }

  /** The record's URL, from the root of Jenkins; null where the user may not read it. */
  @Exported
  public String recordUrl() {
    return readable() ? address.artifactUrl(address.stage().getRecord()) : null;
  }
}
