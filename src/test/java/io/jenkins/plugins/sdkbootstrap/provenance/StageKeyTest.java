package io.jenkins.plugins.sdkbootstrap.provenance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.Test;

/** Every input of a stage makes another key, and nothing else does. */
public class StageKeyTest {

  /** What a key is computed from, each part to be changed by itself. */
  private static final class Made {
    private int number = 2;
    private String name = "toolchain";
    private String scriptPath = "stages/stage2.sh";
    private RepoMode mode = RepoMode.ALL;
    private boolean isolated;
    private boolean archiveRepos;
    private boolean network = true;
    private Map<String, String> env = new LinkedHashMap<>(Map.of("USE", "a\nb"));
    private String dataPath = "data";
    private String dataMount = "/data";
    private String data = "data";
    private boolean writable = true;
    private List<String> clean = List.of("/tmp/*", "/run/*");
    private Reuse reuse = Reuse.INPUTS;
    private String script = "script";
    private String repoName = "base";
    private String repoPath = "repos/base";
    private String repoMount = "/repos/base";
    private String repo = "files";
    private GitCommit git;
    private List<String> repoMounts = List.of("/repos/base");
    private List<String> caches = List.of("/var/cache");
    private SourceDate date = new SourceDate(1_700_000_000, SourceDate.Origin.COMMIT);
    private String seed = "seed";
    private String seedLocation = "seed.tar";
    private String sdk = "sdk";
    private String arch = "amd64";
    private String version = "1.0";

    private StageInputs inputs() {
      List<MountSpec> mounts =
          List.of(new MountSpec(dataPath, dataMount, false), new MountSpec("w", "/w", writable));
      return new StageInputs(
          new StageSpec(
              number,
              name,
              scriptPath,
              mode,
              mode == RepoMode.SEED ? List.of() : List.of(repoName),
              isolated,
              archiveRepos,
              network,
              env,
              mounts,
              clean,
              reuse),
          Samples.sha256(script),
          mode == RepoMode.SEED
              ? List.of()
              : List.of(
                  new RepoInput(
                      new RepoSpec(repoName, repoPath, repoMount),
                      new RepoDigest(Samples.sha256(repo), git))),
          repoMounts,
          List.of(
              new MountInput(
                  mounts.get(0), data == null ? null : RepoDigest.ofFiles(Samples.sha256(data))),
              new MountInput(
                  mounts.get(1), writable ? null : RepoDigest.ofFiles(Samples.sha256("w")))),
          caches,
          date);
    }

    private Seed from() {
      return new Seed(seedLocation, List.of(Samples.sha256(seed), Samples.sha512(seed)));
    }

    private BootstrapId bootstrap() {
      return new BootstrapId(sdk, arch, new Version(version));
    }

    private Optional<Digest> key() {
      return StageKey.of(inputs(), from(), bootstrap());
    }
  }

  private static Digest key(Consumer<Made> change) {
    Made made = new Made();
    change.accept(made);
    return made.key().orElseThrow();
  }

  @Test
  public void everyInputMakesAnotherKey() {
    List<Consumer<Made>> changes =
        List.of(
            m -> {},
            m -> m.number = 3,
            m -> m.mode = RepoMode.SEED,
            m -> m.isolated = true,
            m -> m.archiveRepos = true,
            m -> m.network = false,
            m -> m.env.put("USE", "a"),
            m -> m.env.put("OTHER", ""),
            m -> m.env.clear(),
            m -> m.dataMount = "/other",
            m -> m.data = "other",
            m -> m.writable = false,
            m -> m.clean = List.of("/tmp/*"),
            m -> m.reuse = Reuse.VERSION,
            m -> m.script = "other",
            m -> m.repoMount = "/repos/other",
            m -> m.repo = "other",
            m -> m.repoMounts = List.of("/repos/base", "/repos/extra"),
            m -> m.date = new SourceDate(1_700_000_001, SourceDate.Origin.COMMIT),
            m -> m.seed = "other",
            m -> m.arch = "arm64");
    Set<Digest> keys = new HashSet<>();
    changes.forEach(change -> keys.add(key(change)));
    assertEquals(changes.size(), keys.size());
  }

  @Test
  public void whatIsNoInputMakesNoOtherKey() {
    Digest key = key(m -> {});
    List<Consumer<Made>> changes =
        List.of(
            m -> m.name = "another name",
            m -> m.scriptPath = "elsewhere.sh",
            m -> m.dataPath = "/elsewhere",
            m -> m.repoName = "renamed",
            m -> m.repoPath = "/elsewhere",
            m -> m.git = new GitCommit("a".repeat(40), "b".repeat(40), true, 7),
            m -> m.clean = List.of("/run/*", "/tmp/*"),
            m -> m.caches = List.of(),
            m -> m.date = new SourceDate(1_700_000_000, SourceDate.Origin.CONFIG),
            m -> m.seedLocation = "https://example.org/seed",
            m -> m.sdk = "another",
            m -> m.version = "2.0");
    for (Consumer<Made> change : changes) {
      assertEquals("change " + changes.indexOf(change), key, key(change));
    }
    List<Consumer<Made>> told =
        List.of(
            m -> m.reuse = Reuse.VERSION,
            m -> {
              m.reuse = Reuse.VERSION;
              m.sdk = "another";
            },
            m -> {
              m.reuse = Reuse.VERSION;
              m.version = "2.0";
            });
    assertNotEquals("a script that is told the name", key(told.get(0)), key(told.get(1)));
    assertNotEquals("a script that is told the version", key(told.get(0)), key(told.get(2)));
  }

  @Test
  public void whereAnInputIsNotKnownThereIsNoKey() {
    List<Consumer<Made>> changes = new ArrayList<>();
    changes.add(m -> m.data = null);
    changes.add(
        m -> {
          m.archiveRepos = true;
          m.mode = RepoMode.LISTED;
        });
    for (Consumer<Made> change : changes) {
      Made made = new Made();
      change.accept(made);
      assertTrue(made.key().isEmpty());
    }
    Made made = new Made();
    assertTrue(
        StageKey.of(made.inputs(), new Seed("s", List.of(Samples.sha512("s"))), made.bootstrap())
            .isEmpty());
  }

  @Test
  public void isTheDigestOfTheLinesInTheDocs() {
    Made made = new Made();
    made.reuse = Reuse.VERSION;
    String lines =
        String.join(
            "\n",
            "SDK_NAME sdk",
            "SDK_REPOS /repos/base",
            "SDK_VERSION 1.0",
            "arch amd64",
            "archiveRepos false",
            "clean " + Samples.sha256("/run/*"),
            "clean " + Samples.sha256("/tmp/*"),
            "contract sdk-bootstrap stage 1",
            "env USE " + Samples.sha256("a\nb"),
            "isolated false",
            "mount /data " + Samples.sha256("data"),
            "mount /w writable",
            "network true",
            "repo /repos/base " + Samples.sha256("files"),
            "script " + Samples.sha256("script"),
            "seed " + Samples.sha256("seed"),
            "sourceDateEpoch 1700000000",
            "stage 2");
    List<String> computed =
        StageKey.withoutSeed(made.inputs(), made.bootstrap())
            .flatMap(others -> StageKey.lines(others, made.from()))
            .orElseThrow();
    List<String> sorted = new ArrayList<>(List.of(lines.split("\n")));
    sorted.sort(null);
    assertEquals(String.join("\n", sorted), String.join("\n", computed));
    assertEquals(Samples.sha256(String.join("\n", sorted) + "\n"), made.key().orElseThrow());
  }
}
