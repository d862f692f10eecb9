package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.agent.LogsTask;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageArtifacts;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Takes the logs of a stage from an agent as artifacts of a build. */
final class LogCollecting {

  private final StepContext context;
  private final FilePath workspace;

  LogCollecting(StepContext context, FilePath workspace) {
    this.context = context;
    this.workspace = workspace;
  }

  /**
   * Collects; does nothing where sdk.yaml names no logs, or there are none.
   *
   * @param root the unpacked seed, absolute or from the workspace
   */
  void collect(StageId stage, SdkConfig config, String root, AgentSettings settings)
      throws IOException, InterruptedException {
    if (config.logs(stage.number()).files().isEmpty()) {
      return;
    }
    Run<?, ?> run = context.get(Run.class);
    TaskListener listener = context.get(TaskListener.class);
    FilePath folder = StageArchiving.folder(workspace, root);
    try {
      LogsTask.Collected collected =
          workspace.act(
              new LogsTask(
                  stage, config, root, folder.getRemote(), console(context), settings, listener));
      if (collected == null) {
        return;
      }
      String tarball =
          new StageArtifacts(run, context.get(Launcher.class), listener)
              .takeLogs(stage, collected.size(), folder);
      SdkBuildAction.of(run)
          .putLogs(
              StageEntry.logs(
                  stage,
                  config.stages().get(stage.number() - 1).name(),
                  config.stages().size(),
                  run.getNumber(),
                  tarball,
                  collected));
    } finally {
      StageArchiving.clean(workspace, root, false, settings);
    }
  }

  /** What masks the console around a step; null where nothing does. */
  private static TaskListenerDecorator console(StepContext context)
      throws IOException, InterruptedException {
    TaskListenerDecorator decorator = context.get(TaskListenerDecorator.class);
    ConsoleLogFilter filter = context.get(ConsoleLogFilter.class);
    return filter == null
        ? decorator
        : TaskListenerDecorator.merge(
            decorator, TaskListenerDecorator.fromConsoleLogFilter(filter));
  }
}
