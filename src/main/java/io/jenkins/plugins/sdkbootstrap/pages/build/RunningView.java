package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.EarlierBuilds;
import io.jenkins.plugins.sdkbootstrap.build.RunningStage;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.ProgressEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How far a stage is that runs, as the page and the API show it. What is not known is null.
 *
 * @param agent that it runs on; empty for the built-in node
 * @param started when its seed began to be unpacked, milliseconds since 1970 UTC
 * @param elapsedSeconds since then
 * @param action what is done, in a word
 * @param percent how much of that is done
 * @param bytes how many of it are done
 * @param lastSeconds how long the stage took when a build of the job made it last
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record RunningView(
    String agent,
    Long started,
    @Exported Long elapsedSeconds,
    @Exported String action,
    @Exported Integer percent,
    @Exported Long bytes,
    @Exported Long lastSeconds) {

  private static final Logger LOGGER = Logger.getLogger(RunningView.class.getName());

  static RunningView of(Run<?, ?> run, StageId stage, Clock clock) {
    Long last = lastTime(run, stage).map(Duration::toSeconds).orElse(null);
    Optional<RunningStage.Now> found = RunningStage.find(run, stage);
    if (found.isEmpty()) {
      return new RunningView(null, null, null, null, null, null, last);
    }
    RunningStage.Now now = found.get();
    ProgressEvent event = now.event();
    Duration elapsed = Duration.between(now.since(), clock.instant());
    return new RunningView(
        now.node(),
        now.since().toEpochMilli(),
        elapsed.isNegative() ? 0 : elapsed.toSeconds(),
        now.action(),
        event == null ? null : event.percent(),
        event == null ? null : event.bytes(),
        last);
  }

  private static Optional<Duration> lastTime(Run<?, ?> run, StageId stage) {
    try {
      return EarlierBuilds.lastTime(run, stage);
    } catch (IOException e) {
      LOGGER.log(Level.FINE, e, () -> "cannot read how long " + stage + " took");
      return Optional.empty();
    }
  }

  /** What is done, and how far it is, for people; empty where that is not known. */
  public String actionText() {
    if (action == null) {
      return "";
    }
    String name = actionName();
    if (percent != null) {
      return Messages.RunningView_Percent(name, percent);
    }
    return bytes == null || bytes == 0
        ? name
        : Messages.RunningView_Bytes(name, Functions.humanReadableByteSize(bytes));
  }

  /** An action that has no text has its name. */
  private String actionName() {
    return switch (action) {
      case "fetch" -> Messages.RunningView_Fetch();
      case "unpack" -> Messages.RunningView_Unpack();
      case "script" -> Messages.RunningView_Script();
      case "archive" -> Messages.RunningView_Archive();
      case "look" -> Messages.RunningView_Look();
      case "upload" -> Messages.RunningView_Upload();
      default -> action;
    };
  }

  /** The elapsed time for people; empty where it is not known. */
  public String elapsedText() {
    return text(elapsedSeconds);
  }

  /** The time that it took last, for people; empty where it is not known. */
  public String lastText() {
    return text(lastSeconds);
  }

  private static String text(Long seconds) {
    return seconds == null ? "" : Util.getTimeSpanString(seconds * 1000);
  }
}
