package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.build.FailedStage;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How a stage failed, as the page and the API show it.
 *
 * @param message in one line
 * @param failedPackage that could not be built; null where none is known
 * @param lines the last ones of the step that failed
 * @param agent that it failed on; empty for the built-in node
 * @param keptRoot where on it the root was kept; null where it was not
 * @param keptBytes how much of its disk that took; null where it is not known
 * @param keptSince when the stage failed, milliseconds since 1970 UTC; null where it is not kept
 * @param shell the command that opens a shell in it, on the agent; null where it is not kept
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record FailureView(
    @Exported String message,
    @Exported String failedPackage,
    @Exported List<String> lines,
    @Exported String agent,
    @Exported String keptRoot,
    @Exported Long keptBytes,
    @Exported Long keptSince,
    @Exported String shell) {

  static FailureView of(FailedStage failed) {
    boolean kept = failed.getRoot().isPresent();
    return new FailureView(
        failed.getMessage(),
        failed.getFailedPackage().orElse(null),
        failed.getLines(),
        failed.getNode(),
        failed.getRoot().orElse(null),
        kept && failed.getBytes() > 0 ? failed.getBytes() : null,
        kept ? failed.getFailedMillis() : null,
        failed.getShell().orElse(null));
  }

  /** The lines as one text. */
  public String text() {
    return String.join("\n", lines);
  }

  /** The name of the kept root. */
  public String keptName() {
    return keptRoot.substring(keptRoot.lastIndexOf('/') + 1);
  }

  /** How much of the disk it takes, for people. */
  public String keptSize() {
    return keptBytes == null ? "" : Functions.humanReadableByteSize(keptBytes);
  }

  /** How old it is, for people. */
  public String keptAge() {
    return Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - keptSince));
  }
}
