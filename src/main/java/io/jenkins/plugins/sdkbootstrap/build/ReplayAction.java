package io.jenkins.plugins.sdkbootstrap.build;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The page of a build that offers to bootstrap again from one of its stages. */
@Restricted(NoExternalUse.class)
public final class ReplayAction implements Action {

  private final Run<?, ?> run;
  private final SdkBuildAction stages;

  ReplayAction(Run<?, ?> run, SdkBuildAction stages) {
    this.run = run;
    this.stages = stages;
  }

  /** The build. */
  public Run<?, ?> getRun() {
    return run;
  }

  @Override
  public String getIconFileName() {
    return isOffered() ? "symbol-refresh" : null;
  }

  @Override
  public String getDisplayName() {
    return Messages.ReplayAction_DisplayName();
  }

  @Override
  public String getUrlName() {
    return "bootstrap-again";
  }

  /** Whether the user may, and the job can, build again. */
  public boolean isOffered() {
    Job<?, ?> job = run.getParent();
    return job.isBuildable() && job.hasPermission(Item.BUILD);
  }

  /**
   * One bootstrap of the build.
   *
   * @param id which
   * @param choices the stages it can begin with, in order
   */
  public record Bootstrap(BootstrapId id, List<Choice> choices) {}

  /**
   * A stage to begin with.
   *
   * @param stage counted from 1
   * @param label for people
   */
  public record Choice(int stage, String label) {}

  /** The bootstraps of the build. */
  public List<Bootstrap> getBootstraps() {
    Map<BootstrapId, List<StageEntry>> grouped = new LinkedHashMap<>();
    for (StageEntry stage : stages.getStages()) {
      grouped.computeIfAbsent(stage.id().bootstrap(), k -> new ArrayList<>()).add(stage);
    }
    List<Bootstrap> bootstraps = new ArrayList<>();
    grouped.forEach((id, entries) -> bootstraps.add(new Bootstrap(id, choices(entries))));
    return bootstraps;
  }

  /** A stage can be the first if the one before it is there; the one that failed is such, too. */
  private static List<Choice> choices(List<StageEntry> entries) {
    Map<Integer, StageEntry> byNumber = new LinkedHashMap<>();
    entries.forEach(entry -> byNumber.put(entry.getNumber(), entry));
    List<Choice> choices = new ArrayList<>();
    for (int n = 1; n <= entries.get(0).getStages(); n++) {
      if (n == 1 || byNumber.containsKey(n - 1)) {
        StageEntry entry = byNumber.get(n);
        choices.add(
            new Choice(
                n,
                entry == null
                    ? Messages.ReplayAction_Stage(n)
                    : Messages.ReplayAction_NamedStage(n, entry.getName())));
      }
    }
    return choices;
  }

  /**
   * Has the job built again, with this build's parameters, from a stage on.
   *
   * @param sdk the SDK's name
   * @param arch its architecture
   * @param version the bootstrap's version
   * @param stage the first stage that runs
   */
  @POST
  public HttpResponse doStart(
      @QueryParameter String sdk,
      @QueryParameter String arch,
      @QueryParameter String version,
      @QueryParameter int stage) {
    run.getParent().checkPermission(Item.BUILD);
    boolean known =
        getBootstraps().stream()
            .filter(b -> b.id().sdk().equals(sdk) && b.id().arch().equals(arch))
            .filter(b -> b.id().version().text().equals(version))
            .anyMatch(b -> b.choices().stream().anyMatch(choice -> choice.stage() == stage));
    if (!known) {
      throw new Failure(Messages.ReplayAction_NoStage(run.getFullDisplayName(), stage));
    }
    List<Action> actions = new ArrayList<>(run.getActions(ParametersAction.class));
    actions.add(new CauseAction(new Cause.UserIdCause(), new ReplayCause(run.getNumber(), stage)));
    actions.add(new ReplayRequest(sdk, arch, version, run.getNumber(), stage));
    if (ParameterizedJobMixIn.scheduleBuild2(run.getParent(), 0, actions.toArray(Action[]::new))
        == null) {
      throw new Failure(Messages.ReplayAction_NotNow(run.getParent().getFullName()));
    }
    return new HttpRedirect("../..");
  }

  /** Offers the page where a build has stages. */
  @Extension
  @SuppressWarnings("rawtypes")
  public static final class Factory extends TransientActionFactory<Run> {

    @Override
    public Class<Run> type() {
      return Run.class;
    }

    @Override
    public Class<? extends Action> actionType() {
      return ReplayAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Run target) {
      Run<?, ?> run = target;
      SdkBuildAction stages = run.getAction(SdkBuildAction.class);
      return stages == null || stages.getStages().isEmpty()
          ? List.of()
          : List.of(new ReplayAction(run, stages));
    }
  }
}
