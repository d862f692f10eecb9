package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.BootstrapKey;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.history.FinishedStage;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One stage of a build's bootstrap, as the page and the API show it. What comes of a record is null
 * or empty where the stage is not there.
 */
@ExportedBean(defaultVisibility = 999)
public final class StageRow {

  /** Of lines about what differs as many as are shown. */
  private static final int MOST_DRIFT = 100;

  private static final int SHORT = 12;

  private final String id;
  private final int number;
  private final String name;
  private final StageState state;
  private final StageEntry entry;
  private final FinishedStage finished;
  private final StageLinks links;
  private final String again;

  private StageRow(
      String id,
      int number,
      String name,
      StageState state,
      StageEntry entry,
      StageLinks links,
      String again) {
    this.id = id;
    this.number = number;
    this.name = name;
    this.state = state;
    this.entry = entry;
    this.finished = entry == null ? null : entry.finished();
    this.links = links;
    this.again = again;
  }

  /** A stage that is there. */
  static StageRow of(Run<?, ?> build, StageEntry entry, String again) {
    StageState state =
        entry.getState() == StageEntry.State.BUILT ? StageState.BUILT : StageState.REUSED;
    StageLinks links = StageLinks.of(build, entry);
    return new StageRow(
        StageIds.of(entry), entry.getNumber(), entry.getName(), state, entry, links, again);
  }

  /** A stage that is not there. */
  static StageRow missing(
      BootstrapKey bootstrap, int number, String name, StageState state, String again) {
    return new StageRow(StageIds.of(bootstrap, number), number, name, state, null, null, again);
  }

  /** Counted from 1. */
  @Exported
  public int getNumber() {
    return number;
  }

  /** As sdk.yaml calls it; empty where that is not known. */
  @Exported
  public String getName() {
    return name;
  }

  /** How far it is. */
  public StageState getState() {
    return state;
  }

  /** The same as a word. */
  @Exported(name = "state")
  public String getStateWord() {
    return state.getWord();
  }

  /** What it is called in URLs of this page. */
  @Exported
  public String getId() {
    return id;
  }

  /** Whether it has run, or was about to, so that there can be a log. */
  public boolean isLogged() {
    return state.isThere() || state == StageState.RUNNING || state == StageState.NOT_FINISHED;
  }

  /** The number of the build that holds its files. */
  @Exported
  public Integer getBuild() {
    return entry == null ? null : (Integer) entry.getBuild();
  }

  /** The URL of that build, from the root of Jenkins; null where it was deleted. */
  public String getBuildUrl() {
    return links == null || links.holder() == null ? null : links.holder().getUrl();
  }

  /** The agent it ran on in this build, empty for the built-in node; null where it did not run. */
  @Exported
  public String getAgent() {
    return entry == null ? null : entry.getNode();
  }

  /** When its seed began to be unpacked, milliseconds since 1970 UTC. */
  @Exported
  public Long getStarted() {
    return entry == null ? null : (Long) entry.getStartedMillis();
  }

  /** How long it took, in milliseconds. */
  @Exported
  public Long getTime() {
    return finished == null ? null : (Long) finished.time().toMillis();
  }

  /** The same for people. */
  public String getTimeText() {
    return finished == null ? "" : Util.getTimeSpanString(finished.time().toMillis());
  }

  /** The file name of its tarball. */
  @Exported
  public String getTarball() {
    return entry == null ? null : entry.getArtifact();
  }

  /** The tarball's digest, {@code sha256:HEX}. */
  @Exported
  public String getDigest() {
    return finished == null ? null : finished.sha256().toString();
  }

  /** The beginning of its hexadecimal digits. */
  public String getShortDigest() {
    return finished == null ? "" : finished.sha256().hex().substring(0, SHORT);
  }

  /** The tarball's size in bytes. */
  @Exported
  public Long getSize() {
    return finished == null ? null : (Long) finished.size();
  }

  /** The same for people. */
  public String getSizeText() {
    return finished == null ? "" : Functions.humanReadableByteSize(finished.size());
  }

  /** The size of the tar stream in it, in bytes. */
  @Exported
  public Long getTarSize() {
    return finished == null ? null : (Long) finished.tarSize();
  }

  /** How many times smaller than that the tarball is. */
  public String getRatioText() {
    return finished == null || finished.ratio().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.2f", finished.ratio().getAsDouble());
  }

  /** How many entries it has. */
  @Exported
  public Long getEntries() {
    return entry == null ? null : (Long) entry.getEntries();
  }

  /** What differs today from what it was made from, a line each; not more than 100. */
  @Exported
  public List<String> getDrift() {
    if (entry == null) {
      return List.of();
    }
    return entry.getDrift().stream().limit(MOST_DRIFT).toList();
  }

  /** How many lines more there are. */
  public int getMoreDrift() {
    return entry == null ? 0 : Math.max(0, entry.getDrift().size() - MOST_DRIFT);
  }

  /** Whether its files may be read by whoever asks. */
  public boolean isReadable() {
    return links != null && links.areReadable();
  }

  /** Whether the tarball is still there and may be read. */
  @Exported
  public boolean isTarballThere() {
    return isReadable() && links.isTarballThere();
  }

  /** The tarball's URL, from the root of Jenkins. */
  public String getTarballUrl() {
    return links.url(entry.getArtifact());
  }

  /** The record's URL, from the root of Jenkins; null where it may not be read. */
  @Exported
  public String getRecordUrl() {
    return isReadable() ? links.url(entry.getRecord()) : null;
  }

  /**
   * The URL that starts a build from this stage on when it is posted to, from the build's; null
   * where that is not possible or whoever asks may not.
   */
  public String getAgainUrl() {
    return again;
  }

  /** What the API and the picture need of it; null where the stage is not there. */
  FinishedStage finished() {
    return finished;
  }
}
