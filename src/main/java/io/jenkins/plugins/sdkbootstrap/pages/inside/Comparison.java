package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The stage that a stage is compared with. The query names it by {@code against}: a build's number,
 * for the same stage of that build; the id of another stage of this build; or both, as {@code
 * NUMBER/ID}. Without it, it is the same stage of the last build before that built it, or else
 * another stage of this build.
 *
 * @param after the stage that the page is about
 * @param before the stage that it is compared with
 * @param choices the stages that it can be compared with
 */
@Restricted(NoExternalUse.class)
public record Comparison(StageAddress after, StageAddress before, List<Choice> choices) {

  /** How many builds are looked at: to load one costs reading a file. */
  private static final int MOST_BUILDS = 300;

  private static final int MOST_OFFERED = 50;

  /**
   * A value that a form offers for a parameter.
   *
   * @param value what the query has for it
   * @param label for people
   * @param chosen whether the query has it now
   */
  @Restricted(NoExternalUse.class)
  public record Choice(String value, String label, boolean chosen) {}

  /**
   * Finds the other stage.
   *
   * @throws PageException where there is none
   */
  static Comparison of(StageAddress stage, Query query) {
    String against = query.id("against");
    List<StageAddress> offered = offered(stage);
    StageAddress before = against.isEmpty() ? latest(stage, offered) : named(stage, against);
    if (offered.stream().noneMatch(other -> isSame(other, before))) {
      offered.add(before);
    }
    List<Choice> choices =
        offered.stream()
            .map(o -> new Choice(against(stage, o), label(stage, o), isSame(o, before)))
            .toList();
    return new Comparison(stage, before, choices);
  }

  private static boolean isSame(StageAddress one, StageAddress other) {
    return one.run() == other.run() && one.id().equals(other.id());
  }

  private static String against(StageAddress stage, StageAddress other) {
    return other.run() == stage.run() ? other.id() : other.run().getNumber() + "/" + other.id();
  }

  private static String label(StageAddress stage, StageAddress other) {
    return String.join(
        ", ",
        other.run() == stage.run() ? Messages.Comparison_ThisBuild() : other.run().getDisplayName(),
        other.title(),
        other.stage().getVersion());
  }

  /** The same stage of earlier builds that built it, the newest first, then this build's others. */
  private static List<StageAddress> offered(StageAddress stage) {
    List<StageAddress> offered = new ArrayList<>();
    Run<?, ?> build = stage.run().getPreviousBuild();
    for (int n = 0; build != null && n < MOST_BUILDS && offered.size() < MOST_OFFERED; n++) {
      for (StageEntry entry : stages(build)) {
        if (entry.getState() == StageEntry.State.BUILT && isLike(stage.stage(), entry)) {
          offered.add(new StageAddress(build, entry));
        }
      }
      build = build.getPreviousBuild();
    }
    for (StageEntry entry : stages(stage.run())) {
      StageAddress other = new StageAddress(stage.run(), entry);
      if (!other.id().equals(stage.id())) {
        offered.add(other);
      }
    }
    return offered;
  }

  /** The same stage of the last build before that built it, not far back. */
  static Optional<StageAddress> previous(StageAddress stage) {
    Run<?, ?> build = stage.run().getPreviousBuild();
    for (int n = 0; build != null && n < MOST_OFFERED; n++) {
      for (StageEntry entry : stages(build)) {
        if (entry.getState() == StageEntry.State.BUILT && isLike(stage.stage(), entry)) {
          return Optional.of(new StageAddress(build, entry));
        }
      }
      build = build.getPreviousBuild();
    }
    return Optional.empty();
  }

  private static List<StageEntry> stages(Run<?, ?> build) {
    SdkBuildAction action = build.getAction(SdkBuildAction.class);
    return action == null ? List.of() : action.getStages();
  }

  private static boolean isLike(StageEntry one, StageEntry other) {
    return one.getSdk().equals(other.getSdk())
        && one.getArch().equals(other.getArch())
        && one.getNumber() == other.getNumber();
  }

  private static StageAddress latest(StageAddress stage, List<StageAddress> offered) {
    int holder = stage.stage().getBuild();
    return offered.stream()
        .filter(other -> other.run().getNumber() < holder)
        .findFirst()
        .or(() -> offered.stream().filter(other -> other.run() == stage.run()).findFirst())
        .orElseThrow(
            () -> PageException.notFound(stage.run(), Messages.Comparison_NoOther(holder)));
  }

  private static StageAddress named(StageAddress stage, String against) {
    int slash = against.indexOf('/');
    String number = slash < 0 ? against : against.substring(0, slash);
    boolean build = number.matches("[0-9]{1,9}");
    Run<?, ?> run = stage.run();
    if (build) {
      run = run.getParent().getBuildByNumber(Integer.parseInt(number));
    } else if (slash >= 0) {
      throw new IllegalArgumentException(Messages.Comparison_WrongAgainst());
    }
    if (run == null) {
      throw PageException.notFound(stage.run(), Messages.Comparison_NoBuild(number));
    }
    StageAddress.checkPermission(run);
    List<StageEntry> all = stages(run);
    String id = build ? slash < 0 ? null : against.substring(slash + 1) : against;
    Optional<StageEntry> found =
        StageIds.find(all, id == null ? stage.id() : id)
            .or(
                () ->
                    id != null
                        ? Optional.empty()
                        : all.stream().filter(e -> isLike(stage.stage(), e)).findFirst());
    String name = run.getFullDisplayName();
    return new StageAddress(
        run,
        found.orElseThrow(
            () ->
                PageException.notFound(
                    stage.run(),
                    id == null
                        ? Messages.Comparison_NoSuchStage(name)
                        : Messages.Comparison_NoStage(name, id))));
  }

  /** What {@code against} is for this comparison. */
  public String against() {
    return against(after, before);
  }

  /** The stage that it is compared with, for people. */
  public String beforeLabel() {
    return label(after, before);
  }

  /**
   * A page of the differences, from the host on, with this comparison.
   *
   * @param view {@code ""}, {@code elf}, {@code file} or {@code unified}
   * @param query the other parameters
   */
  String href(String view, Query query) {
    return after.href() + "/diff/" + view + query.with("against", against());
  }

  /** A page about the differences of one file, from the host on. */
  String fileHref(String view, String urlPath) {
    return href(view, Query.NONE) + "&path=" + Query.encode(urlPath);
  }
}
