package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Changes counted up, of a folder or of all. */
@ExportedBean(defaultVisibility = 2)
public final class TotalsBean {

  private final String folder;
  private final String urlPath;
  private final DiffTotals totals;

  TotalsBean(String folder, String urlPath, DiffTotals totals) {
    this.folder = folder;
    this.urlPath = urlPath;
    this.totals = totals;
  }

  /** Which folder, for people. */
  @Exported
  public String getFolder() {
    return folder;
  }

  /** The folder as it is spelled in URLs. */
  @Exported
  public String getUrlPath() {
    return urlPath;
  }

  /** How many entries were added. */
  @Exported
  public int getAdded() {
    return totals.added();
  }

  /** How many were removed. */
  @Exported
  public int getRemoved() {
    return totals.removed();
  }

  /** How many were changed. */
  @Exported
  public int getChanged() {
    return totals.changed();
  }

  /** Bytes of what was added. */
  @Exported
  public long getAddedBytes() {
    return totals.addedBytes();
  }

  /** Bytes of what was removed. */
  @Exported
  public long getRemovedBytes() {
    return totals.removedBytes();
  }

  /** How many bytes there are more than before; negative when there are fewer. */
  @Exported
  public long getGrowth() {
    return totals.growth();
  }

  /** The growth without its sign. */
  public long getGrowthSize() {
    return Math.abs(totals.growth());
  }

  /** The growth's sign, for people. */
  public String getSign() {
    return totals.growth() < 0 ? "\u2212" : totals.growth() > 0 ? "+" : "";
  }
}
