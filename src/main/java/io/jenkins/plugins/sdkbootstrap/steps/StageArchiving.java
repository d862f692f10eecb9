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
import io.jenkins.plugins.sdkbootstrap.agent.RootTask;
import io.jenkins.plugins.sdkbootstrap.agent.StageArguments;
import io.jenkins.plugins.sdkbootstrap.build.SdkBootstrapConfiguration;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.SentRecord;
import io.jenkins.plugins.sdkbootstrap.build.SigningCredential;
import io.jenkins.plugins.sdkbootstrap.build.StageArtifacts;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/** The work of {@code archiveStageRoot} on the controller. */
final class StageArchiving {

  private final Run<?, ?> run;
  private final String flowNode;
  private final FilePath workspace;
  private final Launcher launcher;
  private final TaskListener listener;

  StageArchiving(
      Run<?, ?> run,
      String flowNode,
      FilePath workspace,
      Launcher launcher,
      TaskListener listener) {
    this.run = run;
    this.flowNode = flowNode;
    this.workspace = workspace;
    this.launcher = launcher;
    this.listener = listener;
  }

  /**
   * Archives a stage's root and takes the files as artifacts.
   *
   * @return {@code name}, {@code version}, {@code arch}, {@code stage}, {@code artifact}, {@code
   *     build}, {@code digest}, {@code size}
   */
  Map<String, Object> archive(
      StageArguments stage,
      String root,
      Compression compression,
      String privilege,
      boolean removeRoot,
      String signingKey)
      throws IOException, InterruptedException {
    SigningKey key = SigningCredential.find(signingKey, run);
    AgentSettings settings = SdkBootstrapConfiguration.agentSettings(workspace, privilege);
    FilePath folder = WorkspaceList.tempDir(workspace).child("sdk-bootstrap-" + flowNode);
    SdkBuildAction action = SdkBuildAction.of(run);
    Optional<StageEntry> done =
        action.getStages().stream().filter(s -> s.getFlowNode().equals(flowNode)).findFirst();
    if (done.isEmpty()) {
      StageRecord record = archiveOnAgent(stage, root, compression, folder, action, settings);
      take(record, key, folder, settings);
      done =
          Optional.of(
              StageEntry.built(
                  record, run.getNumber(), FilePathUtils.getNodeName(workspace), flowNode));
      action.put(done.get());
    }
    // Comes last, so that it is done again if a restart comes between.
    workspace.act(new CleanTask(folder.getRemote(), removeRoot ? root : null, settings));
    return returned(done.get());
  }

  private void take(StageRecord record, SigningKey key, FilePath folder, AgentSettings settings)
      throws IOException, InterruptedException {
    try {
      new StageArtifacts(run, launcher, listener).take(record, key, folder);
    } catch (IOException | InterruptedException | RuntimeException e) {
      try {
        workspace.act(new CleanTask(folder.getRemote(), null, settings));
      } catch (IOException | InterruptedException | RuntimeException f) {
        e.addSuppressed(f); // the connection is lost: it is all done again once it is back
      }
      throw e;
    }
  }

  /** What a Pipeline gets to know of a stage that is there. */
  static Map<String, Object> returned(StageEntry stage) {
    Map<String, Object> returned = new LinkedHashMap<>();
    returned.put("name", stage.getSdk());
    returned.put("version", stage.getVersion());
    returned.put("arch", stage.getArch());
    returned.put("stage", stage.getNumber());
    returned.put("artifact", stage.getArtifact());
    returned.put("build", stage.getBuild());
    returned.put("digest", stage.getSha256());
    returned.put("size", stage.getSize());
    return returned;
  }

  private StageRecord archiveOnAgent(
      StageArguments stage,
      String root,
      Compression compression,
      FilePath folder,
      SdkBuildAction action,
      AgentSettings settings)
      throws IOException, InterruptedException {
    String absolute = workspace.act(new RootTask(root));
    SdkBuildAction.RootOrigin origin =
        action
            .origin(FilePathUtils.getNodeName(workspace), absolute)
            .orElseThrow(
                () ->
                    new AbortException(
                        "this build has not unpacked "
                            + absolute
                            + " by unpackSeed, so nothing is known of its seed"));
    ArchiveTask.Origin told =
        new ArchiveTask.Origin(
            origin.seed(),
            origin.started(),
            builder(),
            SdkBootstrapConfiguration.pluginVersion(),
            builder() + run.getUrl(),
            action.notes(stage.version(), stage.arch()));
    byte[] json =
        workspace.act(
            new ArchiveTask(
                stage, root, compression, folder.getRemote(), told, settings, listener));
    return new SentRecord(stage, compression, told, action.getPlans()).read(json);
  }

  private static String builder() {
    String url = Jenkins.get().getRootUrl();
    return url == null ? "https://plugins.jenkins.io/sdk-bootstrap/jenkins/" : url;
  }
}
