package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.chroot.Bind;
import io.jenkins.plugins.sdkbootstrap.chroot.Chroot;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.CacheSpec;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a stage's script: variables, repositories and caches. Does not read their
 * content.
 *
 * @param files the sdk.yaml and where its files are
 * @param bootstrap which
 * @param spec the stage as sdk.yaml describes it
 * @param sourceDateEpoch the script's {@code SOURCE_DATE_EPOCH}, in seconds since 1970 UTC
 */
public record StageEnvironment(
    ConfigFiles files, BootstrapId bootstrap, StageSpec spec, long sourceDateEpoch) {

  /**
   * The run that enters the chroot; a driver that starts it itself uses {@link Chroot#command}.
   *
   * @param root the unpacked seed
   * @param caches the directory for the caches without a path in sdk.yaml; see {@link #makeCaches}
   */
  public StageRun chroot(Path root, Path caches) {
    SdkConfig config = files.config();
    List<Bind> binds = new ArrayList<>();
    for (String name : spec.repos()) {
      RepoSpec repo = config.repo(name).orElseThrow();
      binds.add(Bind.readOnly(files.resolve(repo.path()), repo.mount()));
    }
    for (CacheSpec cache : config.caches()) {
      binds.add(Bind.readWrite(directory(cache, caches), cache.mount()));
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
        Optional.of("stage" + spec.number()),
        false);
  }

  private Path directory(CacheSpec cache, Path caches) {
    return cache.directory().map(files::resolve).orElse(caches.resolve(cache.name()));
  }

  /** Creates missing directories of caches. Call it only before the chroot is entered. */
  public void makeCaches(Path caches) throws IOException {
    for (CacheSpec cache : files.config().caches()) {
      Files.createDirectories(directory(cache, caches));
    }
  }

  /** The script's environment without {@code STAGE}, {@code STAGE_ROOT} and {@code PATH}. */
  public Map<String, String> environment() {
    Map<String, String> env = new LinkedHashMap<>();
    if (spec.reuse() == Reuse.VERSION) {
      env.put("SDK_NAME", bootstrap.sdk());
      env.put("SDK_VERSION", bootstrap.version().text());
    }
    env.put("SDK_ARCH", bootstrap.arch());
    env.put("SDK_REPOS", String.join(" ", files.repoMounts(spec)));
    env.put("SOURCE_DATE_EPOCH", Long.toString(sourceDateEpoch));
    env.putAll(spec.env());
    return env;
  }
}
