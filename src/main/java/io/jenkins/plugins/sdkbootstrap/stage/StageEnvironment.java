package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.chroot.Bind;
import io.jenkins.plugins.sdkbootstrap.chroot.Chroot;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.config.CacheSpec;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the script of a stage finds around it: its environment, repositories and caches. Nothing of
 * their content is read.
 *
 * @param files the sdk.yaml and where its files are
 * @param version the bootstrap
 * @param spec the stage
 */
public record StageEnvironment(ConfigFiles files, Version version, StageSpec spec) {

  /**
   * What enters the chroot: for a driver that starts it itself, see {@link Chroot#command}.
   *
   * @param root the unpacked seed
   * @param caches the directory that holds a folder for each cache which sdk.yaml gives no path;
   *     both are created where they are missing
   */
  public StageRun chroot(Path root, Path caches) throws IOException {
    SdkConfig config = files.config();
    List<Bind> binds = new ArrayList<>();
    for (String name : spec.repos()) {
      RepoSpec repo = config.repo(name).orElseThrow();
      binds.add(Bind.readOnly(files.resolve(repo.path()), repo.mount()));
    }
    for (CacheSpec cache : config.caches()) {
      Path directory = cache.directory().map(files::resolve).orElse(caches.resolve(cache.name()));
      Files.createDirectories(directory);
      binds.add(Bind.readWrite(directory, cache.mount()));
    }
    for (MountSpec mount : spec.mounts()) {
      Path path = files.resolve(mount.path());
      binds.add(
          mount.writable()
              ? Bind.readWrite(path, mount.mount())
              : Bind.readOnly(path, mount.mount()));
    }
    return new StageRun(
        root,
        spec.number(),
        files.script(spec),
        environment(),
        spec.network(),
        binds,
        Optional.of("stage" + spec.number()));
  }

  /**
   * What the script's environment has beside {@code STAGE}, {@code STAGE_ROOT} and {@code PATH}.
   */
  public Map<String, String> environment() {
    SdkConfig config = files.config();
    Map<String, String> env = new LinkedHashMap<>();
    env.put("SDK_NAME", config.name());
    env.put("SDK_VERSION", version.text());
    env.put("SDK_ARCH", config.arch());
    List<String> mounts = new ArrayList<>();
    for (RepoSpec repo : config.repos()) {
      // A stage that uses its seed's repositories finds them at the same places.
      if (spec.repoMode() == RepoMode.SEED || spec.repos().contains(repo.name())) {
        mounts.add(repo.mount());
      }
    }
    env.put("SDK_REPOS", String.join(" ", mounts));
    env.put("SOURCE_DATE_EPOCH", Long.toString(config.sourceDateEpoch(version)));
    env.putAll(spec.env());
    return env;
  }
}
