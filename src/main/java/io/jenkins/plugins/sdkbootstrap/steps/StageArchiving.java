package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.agent.ArchiveTask;
import io.jenkins.plugins.sdkbootstrap.agent.CleanTask;
import io.jenkins.plugins.sdkbootstrap.agent.Entered;
import io.jenkins.plugins.sdkbootstrap.agent.RootTask;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.RootState;
import io.jenkins.plugins.sdkbootstrap.build.RunningStage;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageArtifacts;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.TarballUpload;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import io.jenkins.plugins.sdkbootstrap.settings.SigningCredential;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The work of {@code archiveStageRoot} on the controller. */
final class StageArchiving {

  /**
   * The stages that builds archive at this moment: two branches of one must not archive the same.
   */
  private static final Set<String> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private final Run<?, ?> run;
  private final FlowExecution execution;
  private final String flowNode;
  private final FilePath workspace;
  private final Launcher launcher;
  private final TaskListener listener;
  private final LogCollecting logs;

  StageArchiving(
      Run<?, ?> run,
      FlowExecution execution,
      String flowNode,
      FilePath workspace,
      Launcher launcher,
      TaskListener listener,
      LogCollecting logs) {
    this.run = run;
    this.logs = logs;
    this.execution = execution;
    this.flowNode = flowNode;
    this.workspace = workspace;
    this.launcher = launcher;
    this.listener = listener;
  }

  /**
   * Archives a stage's root and takes the files as artifacts.
   *
   * @param compression null for what was planned
   * @return {@code name}, {@code version}, {@code arch}, {@code stage}, {@code tarball}, {@code
   *     build}, {@code digest}, {@code size}
   */
  Map<String, Object> archive(
      StagePlanning planning,
      String root,
      Compression compression,
      String privilege,
      boolean removeRoot,
      String signingKey)
      throws IOException, InterruptedException {
    SigningKey key = SigningCredential.find(signingKey, run);
    AgentSettings settings = SdkBootstrapConfiguration.agentSettings(workspace, privilege);
    FilePath folder = folder(workspace, root);
    SdkBuildAction action = SdkBuildAction.of(run);
    Optional<StageEntry> done =
        action.getStages().stream().filter(s -> s.getFlowNode().equals(flowNode)).findFirst();
    if (done.isEmpty()) {
      String node = FilePathUtils.getNodeName(workspace);
      RunningStage running = new RunningStage(run, node, root);
      ArchiveTask task =
          task(planning, root, compression, folder, action, settings, running.fromAgent());
      if (!UNDER_WAY.add(run.getExternalizableId() + "/" + task.stage())) {
        throw new AbortException("this build already archives " + task.stage());
      }
      StageArtifacts artifacts = new StageArtifacts(run, launcher, listener);
      try (RunningStage shown = running.begin(task.stage());
          TarballUpload upload = artifacts.upload(task)) {
        StageRecord record = upload.archive(workspace, task);
        artifacts.take(record, key, folder, upload, shown.here());
        if (task.config().logs(task.stage().number()).always()) {
          logs.collect(task.stage(), task.config(), root, settings);
        }
        done = Optional.of(StageEntry.built(record, run.getNumber(), node, flowNode));
        action.put(done.get());
      } catch (IOException | InterruptedException | RuntimeException e) {
        cleanAfter(e, root, settings);
        throw e;
      } finally {
        UNDER_WAY.remove(run.getExternalizableId() + "/" + task.stage());
      }
    }
    // Comes last, so that it is done again if a restart comes between.
    clean(workspace, root, removeRoot, settings);
    return returned(done.get());
  }

  /**
   * Where an agent puts the files that it makes of a root, until they are artifacts. A later build
   * finds what a step has left that could not clean up.
   */
  static FilePath folder(FilePath workspace, String root) {
    byte[] name = root.getBytes(StandardCharsets.UTF_8);
    String hex = Digest.sha256(Digest.newSha256().digest(name)).hex();
    return WorkspaceList.tempDir(workspace)
        .child("sdk-bootstrap-" + hex.substring(0, Digest.SHORT));
  }

  /**
   * Removes from the agent the files that were made of a root.
   *
   * @param remove whether the root is removed, too
   */
  static void clean(FilePath workspace, String root, boolean remove, AgentSettings settings)
      throws IOException, InterruptedException {
    workspace.act(new CleanTask(folder(workspace, root).getRemote(), root, remove, settings));
  }

  /** The agent may have made the files though nobody waits for them any more. */
  private void cleanAfter(Exception failure, String root, AgentSettings settings) {
    boolean interrupted = Thread.interrupted();
    try {
      clean(workspace, root, false, settings);
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure.addSuppressed(e); // the connection is lost: it is all done again once it is back
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What a Pipeline gets to know of a stage that is there. */
  static Map<String, Object> returned(StageEntry stage) {
    Map<String, Object> returned = new LinkedHashMap<>();
    returned.put("name", stage.getSdk());
    returned.put("version", stage.getVersion());
    returned.put("arch", stage.getArch());
    returned.put("stage", stage.getNumber());
    returned.put("tarball", stage.getTarball());
    stage.getJob().ifPresent(job -> returned.put("job", "/" + job));
    returned.put("build", stage.getBuild());
    returned.put("digest", stage.getSha256());
    returned.put("size", stage.getSize());
    return returned;
  }

  /** What is on record is what was entered, whatever the sdk.yaml and its files are by now. */
  private ArchiveTask task(
      StagePlanning planning,
      String root,
      Compression compression,
      FilePath folder,
      SdkBuildAction action,
      AgentSettings settings,
      OutputStream pages)
      throws IOException, InterruptedException {
    String absolute = workspace.act(new RootTask(root));
    RootState state =
        action
            .root(FilePathUtils.getNodeName(workspace), absolute)
            .orElseThrow(
                () ->
                    new AbortException(
                        "this build has not unpacked "
                            + absolute
                            + " by unpackSeed, so nothing is known of its seed"));
    Entered entered =
        state
            .entered()
            .orElseThrow(
                () ->
                    new AbortException(
                        "this build has not run a stage in "
                            + absolute
                            + " by chrootStage, so nothing is known of what made its root"));
    FlowNode step = state.step() == null ? null : execution.getNode(state.step());
    if (step != null && step.getError() != null) {
      throw new AbortException(
          "the last chrootStage in "
              + absolute
              + " failed, so its root is not that of a stage; run it again");
    }
    PlannedSdk plan =
        state.bootstrap().isPresent()
            ? action.plan(state.bootstrap().get()).orElseThrow()
            : planning.plan(run, workspace);
    int number = entered.inputs().spec().number();
    if (number != planning.stage()) {
      throw new AbortException(
          "chrootStage ran stage " + number + " in " + absolute + ", not " + planning.stage());
    }
    SdkConfig config = plan.sdkConfig(run);
    if (compression != null) {
      config = config.withCompression(compression);
    }
    StageInputs inputs =
        state.bootstrap().isPresent()
            ? entered.inputs()
            : scripted(entered.inputs(), plan, config.stages().get(number - 1), config, state);
    ArchiveTask.Origin origin =
        new ArchiveTask.Origin(
            plan.withSigner(state.seed()),
            state.started(),
            builder(),
            SdkBootstrapConfiguration.pluginVersion(),
            builder() + run.getUrl(),
            state.changes(),
            plan.notes());
    return new ArchiveTask(
        plan.id().stage(number),
        config,
        state.bootstrap().isPresent() ? entered.base() + "/sdk.yaml" : planning.config(),
        entered,
        inputs,
        plan.onDrift(),
        root,
        folder.getRemote(),
        origin,
        settings,
        listener,
        null,
        pages);
  }

  /**
   * What a script without an sdk.yaml was given, as a stage of the sdk.yaml by which its root is
   * archived: that says what comes of the root, not what went into it.
   */
  private static StageInputs scripted(
      StageInputs given, PlannedSdk plan, StageSpec spec, SdkConfig config, RootState state) {
    StageSpec ran = given.spec();
    SourceDate date =
        SourceDate.said(config, plan.id().version())
            .orElseGet(
                () ->
                    SourceDate.of(
                        given.repos().stream().map(RepoInput::digest).toList(),
                        state.started().getEpochSecond()));
    return new StageInputs(
        new StageSpec(
            spec.number(),
            spec.name(),
            ran.script(),
            ran.repoMode(),
            ran.repos(),
            spec.isolated(),
            spec.archiveRepos(),
            ran.network(),
            ran.env(),
            ran.mounts(),
            spec.clean(),
            Reuse.VERSION),
        given.script(),
        given.repos(),
        given.repoMounts(),
        given.mounts(),
        given.caches(),
        date);
  }

  private static String builder() {
    String url = Jenkins.get().getRootUrl();
    return url == null ? "https://plugins.jenkins.io/sdk-bootstrap/jenkins/" : url;
  }
}
