package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The key of everything that a stage is made from: two stages with the same key were made from the
 * same. It is the SHA-256 of lines of text, an input each, that docs/files.md describes, so that
 * others can compute it.
 */
public final class StageKey {

  /**
   * What the engine does for a script and with the root it made. It gets a new number whenever that
   * changes, so that nothing which an older engine made stands for what a newer one would make.
   */
  static final String CONTRACT = "sdk-bootstrap stage 1";

  private StageKey() {}

  /**
   * The key of a stage.
   *
   * @param seed the tarball it starts from
   * @param bootstrap which it is of; its name and version count only where its script is told them
   * @return empty where something that it is made from is known by no digest
   */
  public static Optional<Digest> of(StageInputs inputs, Seed seed, BootstrapId bootstrap) {
    return withoutSeed(inputs, bootstrap).flatMap(lines -> of(lines, seed));
  }

  /**
   * The key of a stage whose seed is known now.
   *
   * @param withoutSeed what {@link #withoutSeed} has told of it
   * @return empty where the seed's SHA-256 is not known
   */
  public static Optional<Digest> of(List<String> withoutSeed, Seed seed) {
    return lines(withoutSeed, seed).map(lines -> digest(String.join("\n", lines) + "\n"));
  }

  /**
   * What the key is the digest of.
   *
   * @return lines in the order of their bytes; empty as for {@link #of}
   */
  static Optional<List<String>> lines(List<String> withoutSeed, Seed seed) {
    TreeSet<String> lines = new TreeSet<>(withoutSeed);
    return seed.digests().stream()
        .filter(digest -> digest.algorithm().equals("sha256"))
        .findFirst()
        .map(
            tarball -> {
              lines.add("seed " + tarball);
              return List.copyOf(lines);
            });
  }

  /**
   * What the key is the digest of but the seed, for a stage whose seed is still to be made.
   *
   * @return a line an input; empty where something that it is made from is known by no digest
   */
  public static Optional<List<String>> withoutSeed(StageInputs inputs, BootstrapId bootstrap) {
    StageSpec spec = inputs.spec();
    boolean unseen = spec.archiveRepos() && spec.repoMode() != RepoMode.ALL;
    boolean unread =
        inputs.mounts().stream().anyMatch(m -> !m.mount().writable() && m.known().isEmpty());
    if (unseen || unread) {
      return Optional.empty();
    }
    TreeSet<String> lines = new TreeSet<>();
    lines.add("contract " + CONTRACT);
    if (spec.reuse() == Reuse.VERSION) {
      lines.add("SDK_NAME " + bootstrap.sdk());
      lines.add("SDK_VERSION " + bootstrap.version());
    }
    lines.add("arch " + bootstrap.arch());
    lines.add("stage " + spec.number());
    lines.add("script " + inputs.script());
    lines.add("isolated " + spec.isolated());
    lines.add("archiveRepos " + spec.archiveRepos());
    lines.add("network " + spec.network());
    lines.add("sourceDateEpoch " + inputs.sourceDateEpoch());
    lines.add("SDK_REPOS " + String.join(" ", inputs.repoMounts()));
    inputs.repos().forEach(r -> lines.add("repo " + r.repo().mount() + " " + r.digest().sha256()));
    inputs
        .mounts()
        .forEach(
            m ->
                lines.add(
                    "mount "
                        + m.mount().mount()
                        + " "
                        + m.known().map(held -> held.sha256().toString()).orElse("writable")));
    // Texts that may hold line ends.
    spec.env().forEach((name, value) -> lines.add("env " + name + " " + digest(value)));
    spec.clean().forEach(glob -> lines.add("clean " + digest(glob)));
    return Optional.of(List.copyOf(lines));
  }

  private static Digest digest(String text) {
    MessageDigest computation = Digest.newSha256();
    return Digest.sha256(computation.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
