package io.jenkins.plugins.sdkbootstrap.pipeline;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.RemoteInputStream;
import io.jenkins.plugins.sdkbootstrap.archive.Digest;
import io.jenkins.plugins.sdkbootstrap.stage.Seed;
import io.jenkins.plugins.sdkbootstrap.stage.SeedRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.util.VirtualFile;
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
   * @return {@code root}, {@code digest}, {@code size}, {@code entries}
   */
  Map<String, Object> unpack(SeedSource source, String root, String privilege)
      throws IOException, InterruptedException {
    Instant started = Clock.systemUTC().instant();
    AgentSettings settings = AgentSettings.of(workspace, privilege);
    String location;
    Tarball tarball;
    if (source.isArtifact()) {
      Run<?, ?> build = SourceBuild.find(run, source.fromJob(), source.fromBuild());
      location = source.seed();
      tarball = artifact(build, location, source.digest(), settings);
    } else if (source.seed().equals(SeedRef.PREVIOUS)) {
      PreviousSdk sdk = PreviousSdk.ofJob(run);
      location = sdk.artifact();
      tarball = artifact(sdk.build(), location, sdk.digest(), settings);
    } else {
      location = source.seed();
      tarball = named(location, source.digest());
    }
    UnpackTask.Result result =
        workspace.act(new UnpackTask(tarball, root, settings, listener)).of(tarball);
    List<Digest> digests = new ArrayList<>(List.of(result.sha256()));
    tarball.expected().filter(d -> !digests.contains(d)).ifPresent(digests::add);
    SdkBuildAction.of(run)
        .putOrigin(
            FilePathUtils.getNodeName(workspace),
            result.root(),
            new Seed(location, digests),
            started);
    Map<String, Object> returned = new LinkedHashMap<>();
    returned.put("root", result.root());
    returned.put("digest", result.sha256().toString());
    returned.put("size", result.bytes());
    returned.put("entries", result.entries());
    return returned;
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

  /** Gets an artifact into the agent's cache, unless it is there. */
  private Tarball artifact(Run<?, ?> build, String name, Digest given, AgentSettings settings)
      throws IOException, InterruptedException {
    if (build.getParent() == run.getParent()) {
      SdkBuildAction.of(run).putSeedBuild(build.getNumber());
    }
    Digest expected = given == null ? digestOnRecord(build, name) : given;
    if (expected != null && workspace.act(new CacheTask.Lookup(expected, settings))) {
      listener.getLogger().println("the agent has " + name + " already");
      return new Tarball.Cached(expected);
    }
    VirtualFile file = build.getArtifactManager().root().child(name);
    if (!file.isFile()) {
      throw new AbortException(
          "build " + build.getFullDisplayName() + " has no artifact " + name + " (any more)");
    }
    URL url = file.toExternalURL();
    long size = file.length();
    if (url != null) {
      return new Tarball.Cached(
          workspace.act(new CacheTask(name, url, null, size, expected, settings, listener)));
    }
    try (InputStream in = file.open()) {
      RemoteInputStream stream = new RemoteInputStream(in, RemoteInputStream.Flag.GREEDY);
      return new Tarball.Cached(
          workspace.act(new CacheTask(name, null, stream, size, expected, settings, listener)));
    }
  }

  private static Digest digestOnRecord(Run<?, ?> build, String name) {
    SdkBuildAction action = build.getAction(SdkBuildAction.class);
    if (action == null) {
      return null;
    }
    return action.getStages().stream()
        .filter(s -> s.getState() == StageEntry.State.BUILT && s.getArtifact().equals(name))
        .findFirst()
        .map(s -> Digest.parse(s.getSha256()))
        .orElse(null);
  }
}
