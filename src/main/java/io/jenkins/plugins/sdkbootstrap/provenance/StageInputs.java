package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that one stage is made from besides its seed: as it is today, as it was when the stage
 * was entered, or as a record tells.
 *
 * @param spec the stage as sdk.yaml describes it
 * @param script the SHA-256 of its script
 * @param repos the repositories it sees from outside, in sdk.yaml's order
 * @param repoMounts where its script is told to find repositories, in sdk.yaml's order: these, or
 *     those that its seed has itself
 * @param mounts the further files and directories it sees, in sdk.yaml's order
 * @param caches the mount points of the caches, which it may write to
 * @param sourceDate the time that stands for now in what it makes
 */
public record StageInputs(
    StageSpec spec,
    Digest script,
    List<RepoInput> repos,
    List<String> repoMounts,
    List<MountInput> mounts,
    List<String> caches,
    SourceDate sourceDate)
    implements Serializable {

  /** Makes a defensive copy. */
  public StageInputs {
    Objects.requireNonNull(spec);
    Objects.requireNonNull(script);
    Objects.requireNonNull(sourceDate);
    repos = List.copyOf(repos);
    repoMounts = List.copyOf(repoMounts);
    mounts = List.copyOf(mounts);
    caches = List.copyOf(caches);
    if (!mounts.stream().map(MountInput::mount).toList().equals(spec.mounts())) {
      throw new IllegalArgumentException("the mounts are not those of " + spec.name());
    }
  }

  /** {@code SOURCE_DATE_EPOCH}, seconds since 1970 UTC. */
  public long sourceDateEpoch() {
    return sourceDate.epoch();
  }

  /**
   * The digests of what is known by one, by its name: {@code script}, {@code repo/NAME}, {@code
   * mount/PATH}.
   */
  public Map<String, String> contents() {
    Map<String, String> contents = new LinkedHashMap<>();
    contents.put("script", script.toString());
    for (RepoInput repo : repos) {
      contents.put("repo/" + repo.repo().name(), repo.digest().sha256().toString());
    }
    for (MountInput mount : mounts) {
      mount
          .known()
          .ifPresent(
              held -> contents.put("mount" + mount.mount().mount(), held.sha256().toString()));
    }
    return contents;
  }

  /**
   * What changed.
   *
   * @param later the digests of a later look, by the same names, or why there is none; what is
   *     missing there is gone
   */
  public List<InputChange> changes(Map<String, String> later) {
    List<InputChange> changes = new ArrayList<>();
    contents()
        .forEach(
            (name, digest) -> {
              String now = later.getOrDefault(name, InputChange.MISSING);
              if (!now.equals(digest)) {
                changes.add(new InputChange(name, digest, now));
              }
            });
    return changes;
  }
}
