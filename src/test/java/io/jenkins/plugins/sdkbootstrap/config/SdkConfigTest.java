package io.jenkins.plugins.sdkbootstrap.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class SdkConfigTest {

  private static final String LEAST = "name: sdk\narch: arm64\nseed: previous\n";

  private static SdkConfig parse(String yaml) throws ConfigException {
    return SdkConfig.parse("sdk.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static String problemOf(String yaml) {
    return problemOf(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static String problemOf(byte[] yaml) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> SdkConfig.parse("sdk.yaml", yaml));
    assertEquals(e.getMessage(), 1, e.problems().size());
    assertEquals(e.getMessage(), 1, e.getMessage().lines().count());
    return e.getMessage();
  }

  private static SdkConfig good(String file) throws Exception {
    return SdkConfig.parse(
        file, Files.readAllBytes(Path.of("src/test/resources/sdk-yaml/good", file)));
  }

  @Test
  public void readsTheExampleOfTheDocumentation() throws Exception {
    SdkConfig config = good("design.yaml");
    assertEquals("flatcar-sdk", config.name());
    assertEquals("amd64", config.arch());
    assertEquals(SeedRef.Kind.PATH, config.seed().kind());
    assertEquals("seeds/flatcar-sdk-amd64-3033.0.0.tar.bz2", config.seed().location());
    assertEquals(
        List.of("portage-stable", "coreos-overlay"),
        config.repos().stream().map(RepoSpec::name).toList());
    assertEquals("/var/cache/distfiles", config.caches().get(0).mount());
    assertEquals(Optional.empty(), config.caches().get(0).directory());
    StageSpec first = config.stages().get(0);
    assertEquals("minimal toolchain", first.name());
    assertEquals(RepoMode.SEED, first.repoMode());
    assertEquals(List.of(), first.repos());
    assertFalse(first.isolated());
    assertTrue(first.network());
    StageSpec last = config.stages().get(3);
    assertEquals(4, last.number());
    assertEquals(List.of("portage-stable", "coreos-overlay"), last.repos());
    assertTrue(last.isolated());
    assertTrue(last.archiveRepos());
    assertEquals(StageSpec.DEFAULT_CLEAN, last.clean());
  }

  @Test
  public void readsEveryKey() throws Exception {
    SdkConfig config = good("everything.yaml");
    assertEquals("a number keeps its last 0", "1.10", config.release());
    assertEquals("https://example.org/seeds/mini-1.tar.zst", config.seed().location());
    assertEquals("sha256", config.seed().digest().orElseThrow().algorithm());
    assertEquals("userns", config.privilege());
    assertEquals(Compression.XZ, config.compression());
    assertEquals(
        List.of(DigestAlgorithm.BLAKE2B, DigestAlgorithm.SHA3_512, DigestAlgorithm.MD5),
        config.digests());
    assertEquals(Long.valueOf(1600000000L), config.epoch());
    assertEquals(Optional.of("/var/tmp/ccache"), config.caches().get(1).directory());
    StageSpec first = config.stages().get(0);
    assertEquals("first", first.name());
    assertFalse(first.network());
    assertEquals(
        Map.of("JOBS", "4", "VERBOSE", "true", "RATIO", "1.50", "TEXT", "two words"), first.env());
    assertEquals(
        List.of(
            new MountSpec("keys", "/etc/keys", false), new MountSpec("/dev/kvm", "/opt/kvm", true)),
        first.mounts());
    assertEquals(List.of("/tmp/*", "/usr/share/doc/"), first.clean());
    assertEquals(
        "the order is that of repos", List.of("base", "extra"), config.stages().get(1).repos());
    assertEquals(RepoMode.LISTED, config.stages().get(2).repoMode());
    assertEquals(List.of(), config.stages().get(2).clean());
  }

  @Test
  public void hasTheFourStagesOfTheMethodByDefault() throws Exception {
    SdkConfig config = parse(LEAST + "repos: {base: {path: base, mount: /base}}\n");
    assertEquals(
        List.of("minimal toolchain", "toolchain", "base OS", "SDK"),
        config.stages().stream().map(StageSpec::name).toList());
    assertEquals(
        List.of("stages/stage1.sh", "stages/stage2.sh", "stages/stage3.sh", "stages/stage4.sh"),
        config.stages().stream().map(StageSpec::script).toList());
    assertEquals(RepoMode.SEED, config.stages().get(0).repoMode());
    assertEquals(List.of("base"), config.stages().get(1).repos());
    assertEquals(
        List.of(false, true, true, true),
        config.stages().stream().map(StageSpec::isolated).toList());
    assertEquals(
        List.of(false, false, false, true),
        config.stages().stream().map(StageSpec::archiveRepos).toList());
  }

  @Test
  public void namesAFifthStageByItsNumber() throws Exception {
    SdkConfig config =
        parse(LEAST + "stages: [{script: a}, {script: b}, {script: c}, {script: d}, {script: e}]");
    assertEquals("stage 5", config.stages().get(4).name());
  }

  @Test
  public void sharedPartsAreReadAsIfWrittenOut() throws Exception {
    assertEquals(Map.of("CFLAGS", "-O2"), good("aliases.yaml").stages().get(1).env());
  }

  @Test
  public void readsSeedsOnOneLine() {
    String hex = "ab".repeat(64);
    SeedRef url = SeedRef.parse("https://example.org/seed.tar#sha512=" + hex);
    assertEquals(
        new SeedRef(SeedRef.Kind.URL, "https://example.org/seed.tar", new Digest("sha512", hex)),
        url);
    assertEquals("written as it is read", url, SeedRef.parse(url.toString()));
    assertEquals(SeedRef.Kind.PREVIOUS, SeedRef.parse("previous").kind());
    assertEquals(SeedRef.Kind.PATH, SeedRef.parse("./previous").kind());
    assertEquals("a#sha256=b", SeedRef.parse("a#sha256=b").location());
    assertThrows(IllegalArgumentException.class, () -> SeedRef.parse("ftp://host/x"));
    assertThrows(IllegalArgumentException.class, () -> SeedRef.parse("https:///x#sha256=0"));
    assertThrows(IllegalArgumentException.class, () -> SeedRef.parse(""));
  }

  @Test
  public void isASerializableValue() throws Exception {
    SdkConfig config = good("everything.yaml");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(config);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(config, in.readObject());
    }
  }

  @Test
  public void takesAnotherArchitectureSeedAndCompression() throws Exception {
    SdkConfig config =
        parse(LEAST)
            .withArch("riscv64")
            .withSeed(SeedRef.parse("/seed.tar"))
            .withCompression(Compression.GZIP);
    assertEquals("riscv64", config.arch());
    assertEquals("/seed.tar", config.seed().location());
    assertEquals(Compression.GZIP, config.compression());
    assertThrows(IllegalArgumentException.class, () -> config.withArch("a-b"));
  }

  @Test
  public void namesThePlaceOfWhatIsNotYaml() {
    assertTrue(
        problemOf("name: sdk\nseed: [a\narch: b\n").startsWith("sdk.yaml:3:5: is not YAML: "));
    assertTrue(problemOf("name: sdk\n\tarch: b\n").startsWith("sdk.yaml:2:1: is not YAML: "));
    assertEquals(
        "sdk.yaml:1:1: is not YAML 1.2, as its %YAML line says another version",
        problemOf("%YAML 3.0\n---\na: b\n"));
    assertTrue(problemOf("a: *b\n").startsWith("sdk.yaml:1:4: is not YAML: "));
    assertTrue(problemOf("a: 1\n---\nb: 2\n").startsWith("sdk.yaml:2:1: is not YAML: "));
    assertTrue(problemOf("a: \u0007\n").contains("U+0007"));
    assertEquals("sdk.yaml:1:1: is empty; it needs name, arch and seed", problemOf("# nothing\n"));
    assertEquals(
        "sdk.yaml:2:8: is not UTF-8; save it as UTF-8",
        problemOf(new byte[] {'a', ':', '\n', 'n', 'a', 'm', 'e', ':', ' ', '"', (byte) 0xe9}));
  }

  @Test
  public void acceptsAByteOrderMark() throws Exception {
    assertEquals("sdk", parse("\uFEFF" + LEAST).name());
  }

  @Test
  public void refusesKeysThatAreNoText() {
    assertEquals(
        "sdk.yaml:4:3: a key must be text, not a list", problemOf(LEAST + "? [a, b]\n: c\n"));
  }

  @Test
  public void refusesNullsTagsAndNumbersOutOfRange() {
    assertTrue(problemOf(LEAST + "repos:\n").endsWith("not nothing"));
    assertTrue(
        problemOf(LEAST + "release: !!binary YQ==\n")
            .endsWith("not 'YQ==' with the tag tag:yaml.org,2002:binary"));
    assertTrue(problemOf(LEAST + "sourceDateEpoch: 99999999999999999999\n").contains("is needed"));
    assertTrue(problemOf(LEAST + "sourceDateEpoch: 0x10\n").contains("a decimal number"));
  }

  @Test
  public void boundsWhatAHostileFileCanMakeLarge() {
    StringBuilder laughs = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'z'; c++) {
      char before = (char) (c - 1);
      laughs.append(c).append(": &").append(c).append(" [").append(("*" + before + ", ").repeat(9));
      laughs.append("*").append(before).append("]\n");
    }
    assertTrue(problemOf(laughs.toString()).contains("aliases"));
    assertTrue(problemOf("a: " + "[".repeat(500_000)).contains("nested too deeply"));
    assertTrue(problemOf("a: " + "{b: ".repeat(100_000)).contains("nested too deeply"));
    assertTrue(problemOf("#" + "x".repeat(1 << 20) + "\n").contains("larger than 1 MiB"));
  }

  @Test
  public void readsAListThatHoldsItselfAsTheWrongTypeItIs() {
    assertTrue(
        problemOf("name: sdk\narch: arm64\nseed: previous\nstages: &s [*s]\n")
            .contains("must be a mapping"));
  }

  @Test(timeout = 60_000)
  public void endsAtAMappingThatIsMergedIntoItself() {
    assertTrue(problemOf("&r {name: sdk, arch: a, seed: b, <<: *r}\n").contains("no merge keys"));
    assertTrue(
        problemOf("&r {name: sdk, arch: a, seed: b, !!merge <<: *r}\n").contains("merge key"));
  }

  @Test
  public void listsNoMoreProblemsThanSomeoneReads() {
    StringBuilder yaml = new StringBuilder(LEAST);
    for (int i = 0; i < 150; i++) {
      yaml.append("key").append(i).append(": 1\n");
    }
    ConfigException e = assertThrows(ConfigException.class, () -> parse(yaml.toString()));
    assertEquals(101, e.problems().size());
    assertTrue(e.getMessage(), e.getMessage().endsWith("and 50 more problems"));
  }

  @Test
  public void messagesHoldNoControlCharactersOfTheFile() {
    String line = problemOf("name: \"a\\e[31m\"\narch: arm64\nseed: previous\n");
    assertTrue(line, line.contains("'a?[31m'"));
  }

  @Test
  public void showsNoLineBreakOfAKey() {
    byte[] yaml =
        "\"a\\nBUILD\\tSUCCESSFUL\": 1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ConfigException e =
        org.junit.Assert.assertThrows(
            ConfigException.class, () -> SdkConfig.parse("sdk.yaml", yaml));
    String first = e.problems().get(0).toString();
    org.junit.Assert.assertTrue(first, first.startsWith("sdk.yaml:1:1: a?BUILD?SUCCESSFUL: "));
  }
}
