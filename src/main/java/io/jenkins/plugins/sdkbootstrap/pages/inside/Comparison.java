package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which stage one is compared with: by {@code against} of the query a build's number, which means
 * the same stage there; the id of another stage of this build; or both as {@code NUMBER/ID}.
 * Without it, the last build before that built this stage, or else another stage of this build.
 */
public final class Comparison {

  /** How far back: loading a build costs a file read. */
  private static final int MOST_BUILDS = 300;

  private static final int MOST_OFFERED = 50;

  private final StagePage after;
  private final StagePage before;
  private final List<Choice> choices;

  /**
   * A stage that can be chosen.
   *
   * @param value what {@code against} is then
   * @param label for people
   * @param chosen whether it is the one
   */
  public record Choice(String value, String label, boolean chosen) {}

  private Comparison(StagePage after, StagePage before, List<Choice> choices) {
    this.after = after;
    this.before = before;
    this.choices = choices;
  }

  /**
   * Finds the other stage.
   *
   * @throws PageException where there is none
   */
  static Comparison of(StagePage stage, Query query) {
    String against = query.id("against");
    List<StagePage> offered = offered(stage);
    StagePage before = against.isEmpty() ? latest(stage, offered) : named(stage, against);
    List<Choice> choices = new ArrayList<>();
    for (StagePage other : offered) {
      boolean here = other.getRun() == stage.getRun();
      choices.add(
          new Choice(
              here ? other.getId() : value(other),
              (here ? "this build" : other.getRun().getDisplayName())
                  + ", "
                  + other.getDisplayName()
                  + ", "
                  + other.getStage().getVersion(),
              isSame(other, before)));
    }
    if (choices.stream().noneMatch(Choice::chosen)) {
      choices.add(new Choice(value(before), label(before), true));
    }
    return new Comparison(stage, before, choices);
  }

  private static boolean isSame(StagePage one, StagePage other) {
    return one.getRun() == other.getRun() && one.getId().equals(other.getId());
  }

  private static String value(StagePage stage) {
    return stage.getRun().getNumber() + "/" + stage.getId();
  }

  private static String label(StagePage stage) {
    return stage.getRun().getDisplayName()
        + ", "
        + stage.getDisplayName()
        + ", "
        + stage.getStage().getVersion();
  }

  /** The same stage of earlier builds that built it, the newest first, then this build's others. */
  private static List<StagePage> offered(StagePage stage) {
    List<StagePage> offered = new ArrayList<>();
    Run<?, ?> build = stage.getRun().getPreviousBuild();
    for (int n = 0; build != null && n < MOST_BUILDS && offered.size() < MOST_OFFERED; n++) {
      for (StageEntry entry : stages(build)) {
        if (entry.getState() == StageEntry.State.BUILT && isLike(stage.getStage(), entry)) {
          offered.add(new StagePage(build, entry));
        }
      }
      build = build.getPreviousBuild();
    }
    for (StageEntry entry : stages(stage.getRun())) {
      StagePage other = new StagePage(stage.getRun(), entry);
      if (!other.getId().equals(stage.getId())) {
        offered.add(other);
      }
    }
    return offered;
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

  private static StagePage latest(StagePage stage, List<StagePage> offered) {
    int holder = stage.getStage().getBuild();
    return offered.stream()
        .filter(other -> other.getRun().getNumber() < holder)
        .findFirst()
        .or(() -> offered.stream().filter(other -> other.getRun() == stage.getRun()).findFirst())
        .orElseThrow(
            () ->
                PageException.notFound(
                    stage.getRun(),
                    "there is nothing to compare it with: no build before #"
                        + holder
                        + " has built this stage, and this build has no other"));
  }

  private static StagePage named(StagePage stage, String against) {
    int slash = against.indexOf('/');
    String number = slash < 0 ? against : against.substring(0, slash);
    boolean build = !number.isEmpty() && number.length() < 10 && isDigits(number);
    Run<?, ?> run = stage.getRun();
    if (build) {
      run = run.getParent().getBuildByNumber(Integer.parseInt(number));
    } else if (slash >= 0) {
      throw new IllegalArgumentException("against is a build's number, a stage's id, or NUMBER/ID");
    }
    if (run == null) {
      throw PageException.notFound(stage.getRun(), "there is no build " + number + " (any more)");
    }
    StageFiles.checkPermission(run);
    String id = build ? slash < 0 ? null : against.substring(slash + 1) : against;
    StageEntry entry = id == null ? like(stage, run) : StageIds.find(stages(run), id).orElse(null);
    if (entry == null) {
      throw PageException.notFound(
          stage.getRun(),
          run.getFullDisplayName() + " has no " + (id == null ? "such stage" : "stage " + id));
    }
    return new StagePage(run, entry);
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static StageEntry like(StagePage stage, Run<?, ?> run) {
    StageEntry same = first(run, e -> StageIds.of(e).equals(stage.getId()));
    return same != null ? same : first(run, e -> isLike(stage.getStage(), e));
  }

  private static StageEntry first(Run<?, ?> run, Predicate<StageEntry> which) {
    return stages(run).stream().filter(which).findFirst().orElse(null);
  }

  /** The stage whose page this is. */
  public StagePage getAfter() {
    return after;
  }

  /** The one that it is compared with. */
  public StagePage getBefore() {
    return before;
  }

  /** Those it can be compared with. */
  public List<Choice> getChoices() {
    return choices;
  }

  /** What {@code against} must be for this one. */
  public String getAgainst() {
    return before.getRun() == after.getRun() ? before.getId() : value(before);
  }

  /** The one that it is compared with, for people. */
  public String getBeforeLabel() {
    return label(before);
  }
}
