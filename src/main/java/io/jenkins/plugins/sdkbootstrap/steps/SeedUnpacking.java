package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.FilePath.FileCallable;
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
import java.util.Optional;
import java.util.function.Function;
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
    Function<Tarball, FileCallable<UnpackTask.Result>> task =
        tarball -> new UnpackTask(tarball, root, settings, strict, listener, pages);
    Found found = find(source, settings, pages);
    UnpackTask.Result result;
    try {
      result = found.unpack(task);
    } catch (IOException e) {
      if (!dropIfDamaged(found, settings, e)) {
        throw e;
      }
      listener.getLogger().println("the agent's copy of " + found.location() + " was damaged");
      found = find(source, settings, pages);
      result = found.unpack(task);
    }
    List<Digest> digests = new ArrayList<>(List.of(result.sha256()));
    found.expected().filter(d -> !digests.contains(d)).ifPresent(digests::add);
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

  /**
   * A seed that was found: an artifact, or what the agent gets itself.
   *
   * @param location what records say of it
   * @param artifact null where it is none
   * @param own of the agent; null for an artifact
   */
  private record Found(
      String location, FilePath workspace, ArtifactFetch.Artifact artifact, Tarball own) {

    Optional<Digest> expected() {
      return own == null ? artifact.expected() : own.expected();
    }

    UnpackTask.Result unpack(Function<Tarball, FileCallable<UnpackTask.Result>> task)
        throws IOException, InterruptedException {
      UnpackTask.Result result = own == null ? artifact.act(task) : workspace.act(task.apply(own));
      return result.of(expected());
    }
  }

  private Found find(SeedSource source, AgentSettings settings, OutputStream pages)
      throws IOException, InterruptedException {
    ArtifactFetch artifacts = new ArtifactFetch(run, workspace, listener, settings, pages);
    if (source.isArtifact()) {
      Run<?, ?> build = SourceBuild.find(run, source.fromJob(), source.fromBuild());
      return found(source.seed(), artifacts.find(build, source.seed(), source.digest()));
    }
    if (source.seed().equals(SeedRef.PREVIOUS)) {
      PreviousSdk sdk = PreviousSdk.ofJob(run);
      return found(sdk.tarball(), artifacts.find(sdk.build(), sdk.tarball(), sdk.digest()));
    }
    return new Found(source.seed(), workspace, null, named(source.seed(), source.digest()));
  }

  private Found found(String location, ArtifactFetch.Artifact artifact) {
    return new Found(location, workspace, artifact, null);
  }

  /** A disk of the agent may have lost what it had; then it is fetched anew, once. */
  private boolean dropIfDamaged(Found seed, AgentSettings settings, IOException failure)
      throws InterruptedException {
    if (seed.own() instanceof Tarball.Local || seed.expected().isEmpty()) {
      return false;
    }
    try {
      return workspace.act(new CacheTask.Cleansing(seed.expected().get(), settings));
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
