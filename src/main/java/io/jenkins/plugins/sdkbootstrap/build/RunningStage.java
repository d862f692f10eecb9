package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Run;
import hudson.remoting.RemoteOutputStream;
import io.jenkins.plugins.sdkbootstrap.agent.SentProgress;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.ProgressEvent;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a step does with the root of a stage, as it is known from its newest event of progress. In
 * memory and only while the step works: it is for pages, and nothing depends on it.
 */
@Restricted(NoExternalUse.class)
public final class RunningStage implements AutoCloseable {

  private static final Set<RunningStage> ALL = ConcurrentHashMap.newKeySet();

  private final String build;
  private final String node;
  private final String root;
  private final Instant since = Clock.systemUTC().instant();
  private StageId stage;
  private volatile ProgressEvent newest;

  /**
   * A step of a build.
   *
   * @param node the agent's name; empty for the built-in node
   * @param root as the Pipeline names it
   */
  public RunningStage(Run<?, ?> run, String node, String root) {
    build = run.getExternalizableId();
    this.node = node;
    this.root = root;
  }

  /** Where {@code bootstrapSdk} has the root of a stage, from the workspace. */
  public static String root(StageId stage) {
    return "sdk-bootstrap/"
        + stage.bootstrap().sdk()
        + "/"
        + stage.bootstrap().arch()
        + "/stage"
        + stage.number();
  }

  /**
   * Shows it, until it is closed.
   *
   * @param of which stage; null where only the root tells
   */
  public RunningStage begin(StageId of) {
    stage = of;
    ALL.add(this);
    return this;
  }

  /** Where the agent sends its progress. */
  public OutputStream fromAgent() {
    return new RemoteOutputStream(receiver());
  }

  /** What is told of the work on the controller. */
  public Progress here() {
    return new SentProgress(receiver(), System::nanoTime);
  }

  private OutputStream receiver() {
    return SentProgress.receiver(event -> newest = event, Clock.systemUTC());
  }

  @Override
  public void close() {
    ALL.remove(this);
  }

  private boolean isOf(String id, StageId wanted) {
    return build.equals(id) && (stage == null ? root.equals(root(wanted)) : stage.equals(wanted));
  }

  /**
   * How far a stage is that runs.
   *
   * @param node the agent's name; empty for the built-in node
   * @param since when its seed began to be unpacked
   * @param action what is done, in a word; null where that is not known
   * @param event the newest of its action; null where there was none
   */
  public record Now(String node, Instant since, String action, ProgressEvent event) {}

  /**
   * How far a stage is that {@code bootstrapSdk} runs in a build; empty where nothing is known of
   * it, as before its seed is looked for. What the build keeps of the stage's root fills in what is
   * not in memory, as after a restart, and tells of the script, which has no events.
   */
  public static Optional<Now> find(Run<?, ?> run, StageId stage) {
    String id = run.getExternalizableId();
    Optional<RunningStage> step =
        ALL.stream()
            .filter(running -> running.isOf(id, stage))
            .max(Comparator.comparing(running -> running.since));
    Optional<RootState> root = root(run, stage);
    if (step.isPresent()) {
      RunningStage now = step.get();
      ProgressEvent event = now.newest;
      // An unpacking step is the first; what is known of the root is of one before.
      Instant since =
          now.stage == null ? now.since : root.map(RootState::started).orElse(now.since);
      return Optional.of(new Now(now.node, since, event == null ? null : event.action(), event));
    }
    return root.map(
        known -> new Now(known.node(), known.started(), known.isEntered() ? "script" : null, null));
  }

  private static Optional<RootState> root(Run<?, ?> run, StageId stage) {
    Predicate<RootState> itsOwn =
        state ->
            state.path().endsWith("/" + root(stage))
                && state.bootstrap().map(stage.bootstrap()::equals).orElse(true);
    return SdkBuildAction.find(run).stream()
        .flatMap(action -> action.getRoots().stream())
        .filter(itsOwn)
        .max(Comparator.comparing(RootState::started));
  }
}
