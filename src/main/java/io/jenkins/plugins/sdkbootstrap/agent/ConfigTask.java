package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.YamlTree;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import io.jenkins.plugins.sdkbootstrap.stage.SeedDownload;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.agents.ControllerToAgentFileCallable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Reads an sdk.yaml on an agent; the controller makes sense of it.
 *
 * @param path absolute or from the workspace
 */
@Restricted(NoExternalUse.class)
public record ConfigTask(String path) implements ControllerToAgentFileCallable<byte[]> {

  @Override
  public byte[] invoke(File workspace, VirtualChannel channel) throws IOException {
    Path file = workspace.toPath().resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new AbortException("there is no " + path + " in " + file.toAbsolutePath().getParent());
    }
    return SmallFile.read(file, YamlTree.LARGEST + 1);
  }

  /**
   * What the files are that an sdk.yaml names.
   *
   * @param inputs what each stage would be made from today, in order
   * @param seed the configured seed, where that is a file or its publisher has signed what it is;
   *     else null
   * @param seen by which the agent tells later what has not changed
   * @param ofAgent whether stages can run on the agent
   * @param ofSeed what is to be said of the seed, where that is a file, and of the scripts
   */
  public record Today(
      List<StageInputs> inputs,
      Seed seed,
      Map<String, InputDigester.Seen> seen,
      List<Finding> ofAgent,
      List<Finding> ofSeed)
      implements Serializable {

    /**
     * Returns this where it is about the stages and repositories of that sdk.yaml, and about a seed
     * where that is a file.
     *
     * @throws IOException with one line where the agent sent something else
     */
    public Today of(SdkConfig config) throws IOException {
      boolean sound =
          inputs != null
              && seen != null
              && ofAgent != null
              && ofSeed != null
              && inputs.stream().map(StageInputs::spec).toList().equals(config.stages())
              && inputs.stream().allMatch(of -> isOf(config, of))
              && isOf(config.seed());
      if (!sound) {
        throw new IOException(
            "the agent sent the digests of another sdk.yaml than it was asked for");
      }
      return this;
    }

    private boolean isOf(SeedRef ref) {
      if (ref.isSigned()) {
        return seed != null && seed.signer() != null && seed.location().equals(ref.location());
      }
      return (seed != null) == (ref.kind() == SeedRef.Kind.PATH);
    }

    private static boolean isOf(SdkConfig config, StageInputs inputs) {
      List<RepoSpec> seen = inputs.repos().stream().map(RepoInput::repo).toList();
      return seen.equals(
          inputs.spec().repos().stream().map(name -> config.repo(name).orElse(null)).toList());
    }
  }

  /**
   * Looks for the files that an sdk.yaml names, and digests them.
   *
   * @param config the sdk.yaml
   * @param path where it is, absolute or from the workspace
   * @param bootstrap which
   * @param begun when the bootstrap was begun, seconds since 1970 UTC
   * @param settings how stages get their rights
   * @param strict whether all of the seed has to be made
   */
  public record Inspection(
      SdkConfig config,
      String path,
      BootstrapId bootstrap,
      long begun,
      AgentSettings settings,
      boolean strict)
      implements ControllerToAgentFileCallable<Today> {

    @Override
    public Today invoke(File workspace, VirtualChannel channel)
        throws IOException, InterruptedException {
      Path file = workspace.toPath().resolve(path).toAbsolutePath();
      ConfigFiles files = new ConfigFiles(config, file.getParent());
      try {
        files.check();
      } catch (ConfigException e) {
        throw new AbortException(e.getMessage());
      }
      Seed seed =
          config.seed().isSigned()
              ? signed(files)
              : config.seed().kind() == SeedRef.Kind.PATH ? files.seed() : null;
      InputDigester digester = new InputDigester(Progress.NONE);
      List<StageInputs> inputs = files.inputs(bootstrap, begun, digester);
      List<Finding> ofSeed = new ArrayList<>(SeedCheck.scripts(files, config.stages()));
      boolean here = config.seed().kind() == SeedRef.Kind.PATH;
      Path tarball = here ? files.resolve(config.seed().location()) : null;
      long room = here ? SeedCheck.room(tarball) : 0;
      Preflight preflight =
          Preflight.check(
              new Preflight.Need(
                  settings.privilege(config), workspace.toPath(), config.arch(), room, 0));
      if (here) {
        ofSeed.addAll(
            SeedCheck.seed(
                tarball, config.arch(), preflight.privilege(), workspace.toPath(), strict));
      }
      return new Today(
          new ArrayList<>(inputs),
          seed,
          digester.seen(),
          new ArrayList<>(preflight.findings()),
          ofSeed);
    }

    /** What had to be fetched for that is in the agent's cache then. */
    private Seed signed(ConfigFiles files) throws IOException, InterruptedException {
      AgentCache cache = settings.cache();
      try (TempDirectory folder = cache.newFolder()) {
        Seed seed =
            files.signedSeed(folder.path(), new SeedDownload(settings.http()), Progress.NONE);
        Digest digest = seed.digests().get(0);
        Path fetched = folder.path().resolve(SeedDownload.name(digest));
        if (Files.isRegularFile(fetched)) {
          cache.adopt(fetched, digest);
        }
        return seed;
      }
    }
  }
}
