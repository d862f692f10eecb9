package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.CacheSpec;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.ConfigParser;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.Problems;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.config.YamlFields;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.MountInput;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The files that an sdk.yaml names. Runs on the machine with these files, and returns plain values.
 *
 * @param config the sdk.yaml
 * @param base the directory for its relative paths: the directory of the file
 */
public record ConfigFiles(SdkConfig config, Path base) {

  /** Requires both. */
  public ConfigFiles {
    Objects.requireNonNull(config);
    Objects.requireNonNull(base);
  }

  /**
   * Checks that all files exist: scripts, repositories, mounts, a seed that is a file, and the keys
   * of a seed's publisher. Caches are created when they are first used.
   *
   * @throws ConfigException with everything that is missing, and its place in sdk.yaml
   */
  public void check() throws ConfigException {
    Problems problems = new Problems(config.place("").file());
    if (config.seed().kind() == SeedRef.Kind.PATH) {
      String key = config.places().containsKey("seed.path") ? "seed.path" : "seed";
      check(problems, key, config.seed().location(), Need.FILE);
    }
    if (config.seed().isSigned()) {
      check(problems, "seed.keyring", config.seed().keyring(), Need.FILE);
    }
    for (RepoSpec repo : config.repos()) {
      check(problems, "repos." + repo.name() + ".path", repo.path(), Need.DIRECTORY);
    }
    for (CacheSpec cache : config.caches()) {
      if (cache.path() != null) {
        check(problems, "caches." + cache.name() + ".path", cache.path(), Need.NO_FILE);
      }
    }
    for (StageSpec stage : config.stages()) {
      String key = ConfigParser.stageKey(stage.number());
      check(problems, key + ".script", stage.script(), Need.FILE);
      for (int i = 0; i < stage.mounts().size(); i++) {
        String mountKey = YamlFields.item(key + ".mounts", i) + ".path";
        check(problems, mountKey, stage.mounts().get(i).path(), Need.ANY);
      }
    }
    if (!problems.isEmpty()) {
      throw problems.exception();
    }
  }

  private enum Need {
    FILE,
    DIRECTORY,
    ANY,
    NO_FILE
  }

  private void check(Problems problems, String key, String path, Need need) {
    Path file;
    try {
      file = resolve(path);
    } catch (InvalidPathException e) {
      problems.add(
          config.place(key),
          Printable.quoted(path)
              + " has characters that Java cannot name in this locale; run it with"
              + " LC_ALL=C.UTF-8");
      return;
    }
    boolean there = Files.exists(file);
    String wrong = null;
    if (need == Need.NO_FILE) {
      wrong = there && !Files.isDirectory(file) ? " is no directory" : null;
    } else if (!there) {
      wrong = " does not exist";
    } else if (need == Need.FILE && !Files.isRegularFile(file)) {
      wrong = " is no file";
    } else if (need == Need.DIRECTORY && !Files.isDirectory(file)) {
      wrong = " is no directory";
    } else if (!Files.isReadable(file)) {
      wrong = " is not readable for this user";
    }
    if (wrong != null) {
      problems.add(config.place(key), Printable.path(file.toString()) + wrong);
    }
  }

  /** Resolves a path of sdk.yaml, absolute or from its directory. */
  public Path resolve(String path) {
    return base.resolve(path);
  }

  /** The path of a stage's script. */
  public Path script(StageSpec stage) {
    return resolve(stage.script());
  }

  /**
   * Computes the digests of the stages' inputs today.
   *
   * @param bootstrap the bootstrap; its version may have a time
   * @param begun when the bootstrap was begun, seconds since 1970 UTC
   * @return one for each stage of sdk.yaml, in order
   * @throws IOException with one line, if something cannot be read
   */
  public List<StageInputs> inputs(BootstrapId bootstrap, long begun, InputDigester digester)
      throws IOException, InterruptedException {
    // One look for all stages: that alone takes seconds in a large repository.
    Map<Path, RepoDigest> seen = new HashMap<>();
    Look once =
        directory -> {
          RepoDigest content = seen.get(directory);
          if (content == null) {
            content = digester.directory(directory);
            seen.put(directory, content);
          }
          return content;
        };
    List<StageInputs> inputs = new ArrayList<>();
    for (StageSpec stage : config.stages()) {
      inputs.add(inputs(stage, bootstrap, begun, digester, once));
    }
    return inputs;
  }

  /** A look at a repository. */
  private interface Look {
    RepoDigest at(Path directory) throws IOException, InterruptedException;
  }

  /**
   * Computes the digests of one stage's inputs today.
   *
   * @param stage of this sdk.yaml
   * @param bootstrap as for {@link #inputs(BootstrapId, long, InputDigester)}, like the others
   */
  public StageInputs inputs(
      StageSpec stage, BootstrapId bootstrap, long begun, InputDigester digester)
      throws IOException, InterruptedException {
    return inputs(stage, bootstrap, begun, digester, digester::directory);
  }

  private StageInputs inputs(
      StageSpec stage, BootstrapId bootstrap, long begun, InputDigester digester, Look look)
      throws IOException, InterruptedException {
    List<RepoInput> repos = new ArrayList<>();
    for (String name : stage.repos()) {
      RepoSpec repo = config.repo(name).orElseThrow();
      repos.add(new RepoInput(repo, look.at(resolve(repo.path()))));
    }
    List<MountInput> mounts = new ArrayList<>();
    for (MountSpec mount : stage.mounts()) {
      // A mount that the stage may write to has no stable content.
      RepoDigest content =
          mount.writable() ? null : digester.content(resolve(mount.path())).orElse(null);
      mounts.add(new MountInput(mount, content));
    }
    return new StageInputs(
        stage,
        FileDigest.sha256(script(stage)),
        repos,
        repoMounts(stage),
        mounts,
        config.caches().stream().map(CacheSpec::mount).toList(),
        stage.reuse() == Reuse.INPUTS
            ? SourceDate.ofInputs(config, repos.stream().map(RepoInput::digest).toList())
            : sourceDate(repos, bootstrap.version(), begun, look));
  }

  /** The mount points of the repositories that a stage's script sees. */
  List<String> repoMounts(StageSpec stage) {
    return config.repos().stream()
        // A stage that uses its seed's repositories finds them at the same places.
        .filter(repo -> stage.repoMode() == RepoMode.SEED || stage.repos().contains(repo.name()))
        .map(RepoSpec::mount)
        .toList();
  }

  private SourceDate sourceDate(List<RepoInput> repos, Version version, long begun, Look look)
      throws IOException, InterruptedException {
    Optional<SourceDate> said = SourceDate.said(config, version);
    if (said.isPresent()) {
      return said.get();
    }
    List<RepoDigest> seen = new ArrayList<>();
    repos.forEach(repo -> seen.add(repo.digest()));
    if (seen.isEmpty()) { // a stage that sees its seed's repositories only
      for (RepoSpec repo : config.repos()) {
        seen.add(look.at(resolve(repo.path())));
      }
    }
    return SourceDate.of(seen, begun);
  }

  /**
   * Checks the inputs of a stage again. What cannot be read, such as files that are being written,
   * counts as changed: the stage is finished, and only its record has to be true.
   *
   * @param then the inputs when the stage was entered
   * @return the inputs that changed
   */
  public List<InputChange> changes(StageInputs then, InputDigester digester)
      throws IOException, InterruptedException {
    Map<String, Path> places = new LinkedHashMap<>();
    places.put("script", script(then.spec()));
    for (RepoInput repo : then.repos()) {
      places.put("repo/" + repo.repo().name(), resolve(repo.repo().path()));
    }
    for (MountInput mount : then.mounts()) {
      if (mount.known().isPresent()) { // not one that the stage may have written to
        places.put("mount" + mount.mount().mount(), resolve(mount.mount().path()));
      }
    }
    Map<String, String> now = new HashMap<>();
    for (Map.Entry<String, Path> place : places.entrySet()) {
      try {
        digester
            .content(place.getValue())
            .ifPresent(held -> now.put(place.getKey(), held.sha256().toString()));
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        now.put(place.getKey(), "unreadable (" + e.getMessage() + ")");
      }
    }
    return then.changes(now);
  }

  /**
   * Gets the digest of the configured seed from its publisher's signature, if it is signed.
   *
   * @param directory where seeds are kept
   * @param download fetches the signature, and the seed where it is needed for that
   * @throws IOException with one line, if it cannot be verified
   */
  public Seed signedSeed(Path directory, SeedDownload download, Progress progress)
      throws IOException, InterruptedException {
    return SeedSignature.verify(
        config.seed(),
        resolve(config.seed().keyring()).toAbsolutePath(),
        directory,
        download,
        progress);
  }

  /**
   * Computes the digest of the configured seed, if it is a file.
   *
   * @throws IOException with one line, if it cannot be read or does not have the digest in sdk.yaml
   */
  public Seed seed() throws IOException, InterruptedException {
    SeedRef ref = config.seed();
    if (ref.kind() != SeedRef.Kind.PATH) {
      throw new IllegalStateException("no file: " + ref);
    }
    Path file = resolve(ref.location());
    List<Digest> digests = new ArrayList<>();
    digests.add(FileDigest.sha256(file));
    if (ref.expected() != null) {
      Digest actual = FileDigest.of(file, ref.expected().newComputation());
      if (!actual.equals(ref.expected())) {
        throw new IOException(
            "the seed "
                + file
                + " has "
                + actual
                + ", not the digest "
                + config.place("seed.digest").file()
                + " expects; fetch it again, or correct seed.digest");
      }
      if (!digests.contains(actual)) {
        digests.add(actual);
      }
    }
    return new Seed(ref.location(), digests);
  }
}
