package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.agent.CacheTask;
import io.jenkins.plugins.sdkbootstrap.agent.Tarball;
import io.jenkins.plugins.sdkbootstrap.agent.UnpackTask;
import io.jenkins.plugins.sdkbootstrap.build.ArtifactFetch;
import io.jenkins.plugins.sdkbootstrap.build.PreviousSdk;
import io.jenkins.plugins.sdkbootstrap.build.RootState;
import io.jenkins.plugins.sdkbootstrap.build.RunningStage;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.SourceBuild;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/** The work of {@code unpackSeed} on the controller: finds the seed and gets it to the agent. */
final class SeedUnpacking {

  private final Run<?, ?> run;
  private final FilePath workspace;
  private final TaskListener listener;

  SeedUnpacking(Run<?, ?> run, FilePath workspace, TaskListener listener) {
    this.run = run;
    this.workspace = workspace;
    this.listener = listener;
  }

  /**
   * Unpacks.
   *
   * @param strict whether what cannot be made on the agent is an error rather than left out
   * @return {@code root}, {@code digest}, {@code size}, {@code entries}
   */
  Map<String, Object> unpack(SeedSource source, String root, String privilege, boolean strict)
      throws IOException, InterruptedException {
    RunningStage running = new RunningStage(run, FilePathUtils.getNodeName(workspace), root);
    try (RunningStage shown = running.begin(null)) {
      return unpack(source, root, privilege, strict, shown);
    }
  }

  private Map<String, Object> unpack(
      SeedSource source, String root, String privilege, boolean strict, RunningStage running)
      throws IOException, InterruptedException {
    Instant started = Clock.systemUTC().instant();
    OutputStream pages = running.fromAgent();
    AgentSettings settings = SdkBootstrapConfiguration.agentSettings(workspace, privilege);
    Found found = find(source, settings, pages);
    UnpackTask.Result result;
    try {
      result = unpack(found.tarball(), root, settings, strict, pages);
    } catch (IOException e) {
      if (!dropIfDamaged(found.tarball(), settings, e)) {
        throw e;
      }
      listener.getLogger().println("the agent's copy of " + found.location() + " was damaged");
      found = find(source, settings, pages);
      result = unpack(found.tarball(), root, settings, strict, pages);
    }
    List<Digest> digests = new ArrayList<>(List.of(result.sha256()));
    found.tarball().expected().filter(d -> !digests.contains(d)).ifPresent(digests::add);
    SdkBuildAction.of(run)
        .putRoot(
            new RootState(
                FilePathUtils.getNodeName(workspace),
                result.root(),
                new Seed(found.location(), digests),
                started));
    Map<String, Object> returned = new LinkedHashMap<>();
    returned.put("root", result.root());
    returned.put("digest", result.sha256().toString());
    returned.put("size", result.bytes());
    returned.put("entries", result.entries());
    return returned;
  }

  private UnpackTask.Result unpack(
      Tarball tarball, String root, AgentSettings settings, boolean strict, OutputStream pages)
      throws IOException, InterruptedException {
    return workspace
        .act(new UnpackTask(tarball, root, settings, strict, listener, pages))
        .of(tarball);
  }

  /**
   * A seed that was found.
   *
   * @param location what records say of it
   */
  private record Found(String location, Tarball tarball) {}

  private Found find(SeedSource source, AgentSettings settings, OutputStream pages)
      throws IOException, InterruptedException {
    ArtifactFetch artifacts = new ArtifactFetch(run, workspace, listener, settings, pages);
    if (source.isArtifact()) {
      Run<?, ?> build = SourceBuild.find(run, source.fromJob(), source.fromBuild());
      return new Found(source.seed(), artifacts.fetch(build, source.seed(), source.digest()));
    }
    if (source.seed().equals(SeedRef.PREVIOUS)) {
      PreviousSdk sdk = PreviousSdk.ofJob(run);
      return new Found(sdk.tarball(), artifacts.fetch(sdk.build(), sdk.tarball(), sdk.digest()));
    }
    return new Found(source.seed(), named(source.seed(), source.digest()));
  }

  /** A disk of the agent may have lost what it had; then it is fetched anew, once. */
  private boolean dropIfDamaged(Tarball tarball, AgentSettings settings, IOException failure)
      throws InterruptedException {
    if (tarball instanceof Tarball.Local || tarball.expected().isEmpty()) {
      return false;
    }
    try {
      return workspace.act(new CacheTask.Cleansing(tarball.expected().get(), settings));
    } catch (IOException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  private static Tarball named(String seed, Digest digest) throws AbortException {
    if (!seed.contains("://")) {
      return new Tarball.Local(seed, digest);
    }
    try {
      boolean withDigest = digest != null && seed.indexOf('#') < 0;
      return new Tarball.Remote(
          SeedRef.parse(withDigest ? seed + "#" + digest.algorithm() + "=" + digest.hex() : seed));
    } catch (IllegalArgumentException e) {
      throw new AbortException(e.getMessage());
    }
  }
}
