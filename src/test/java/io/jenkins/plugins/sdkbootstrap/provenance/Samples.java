package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of stages that never ran, for tests of what is done with records. */
public final class Samples {

  /** The architecture of all samples. */
  public static final String ARCH = "amd64";

  /** When the first stage of a sample began. */
  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  /** The seed of a sample's first stage. */
  public static final Seed SEED = new Seed("seeds/seed.tar.bz2", List.of(sha256("the seed")));

  /** The time that all samples are told. */
  public static final SourceDate DATE = new SourceDate(1614345660, SourceDate.Origin.CONFIG);

  private Samples() {}

  /** The digest of a text. */
  public static Digest sha256(String text) {
    return digest(text, Digest.sha256(new byte[32]));
  }

  /** The digest of a text. */
  public static Digest sha512(String text) {
    return digest(text, Digest.sha512(new byte[64]));
  }

  private static Digest digest(String text, Digest ofAlgorithm) {
    try {
      return FileDigest.of(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
          ofAlgorithm.newComputation());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A stage with nothing but defaults, that sees no repositories. */
  public static StageSpec spec(int number) {
    return new StageSpec(
        number,
        StageSpec.defaultName(number),
        "stages/stage" + number + ".sh",
        RepoMode.LISTED,
        List.of(),
        false,
        false,
        true,
        Map.of(),
        List.of(),
        StageSpec.DEFAULT_CLEAN,
        Reuse.VERSION);
  }

  /** What a stage is made from. */
  public static StageInputs inputs(int number) {
    return inputs(spec(number), "script " + number);
  }

  /** The same of a stage with another script, that sees no repositories. */
  public static StageInputs inputs(StageSpec spec, String script) {
    return inputs(spec, script, List.of());
  }

  /** The same with repositories; of mounts nothing is known. */
  public static StageInputs inputs(StageSpec spec, String script, List<RepoInput> repos) {
    return new StageInputs(
        spec,
        sha256(script),
        repos,
        repos.stream().map(repo -> repo.repo().mount()).toList(),
        spec.mounts().stream().map(mount -> new MountInput(mount, null)).toList(),
        List.of(),
        DATE);
  }

  /** A tarball whose content is a text. */
  public static StageTarball tarball(String content) {
    return new StageTarball(
        Compression.ZSTD,
        content.length(),
        10240,
        7,
        sha256(content),
        sha512(content),
        sha256("index of " + content),
        sha256("contents of " + content));
  }

  /** A run that began so many minutes after {@link #START} and took one. */
  public static RunDetails run(int minutes) {
    Instant began = START.plusSeconds(60L * minutes);
    return new RunDetails(
        "https://example.org/builder",
        "1",
        null,
        "root",
        began,
        began.plusSeconds(60),
        List.of(),
        List.of());
  }

  /** A bootstrap for the samples' architecture. */
  public static BootstrapId id(String sdk, String version) {
    return new BootstrapId(sdk, ARCH, new Version(version));
  }

  /** A stage that started from this seed and came to a tarball with a text in it. */
  public static StageRecord record(
      String sdk, String version, int number, int stages, Seed seed, String content) {
    return new StageRecord(
        id(sdk, version).stage(number),
        stages,
        inputs(number),
        seed,
        tarball(content),
        run(number));
  }
}
