package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What catalyst's files in src/test/resources/catalyst become. */
public class ImportSpecTest {

  private static final Path FILES = Path.of("src/test/resources/catalyst");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Outcome importAll(String... options) {
    List<String> all = new ArrayList<>(List.of("import-spec"));
    all.addAll(List.of(options));
    for (String file : List.of("stage1.spec", "stage4.spec", "catalyst.conf")) {
      all.add(FILES.resolve(file).toString());
    }
    return TinySdk.command(all.toArray(new String[0]));
  }

  @Test
  public void whatItWritesIsUnderstood() throws Exception {
    String yaml = importAll().requireDone().out();
    SdkConfig config = SdkConfig.parse("sdk.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    assertEquals("my-sdk", config.name());
    assertEquals(
        "/srv/catalyst/builds/my-sdk/stage4-amd64-latest.tar.xz", config.seed().location());
    assertEquals(Compression.XZ, config.compression());
    assertEquals(
        List.of("gentoo", "mine", "extra"), config.repos().stream().map(r -> r.name()).toList());
    assertEquals(4, config.stages().size());
    Map<String, String> first = config.stages().get(0).env();
    assertEquals("--update dev-libs/mpc \"quoted\"", first.get("UPDATE_SEED"));
    assertEquals("-O2 -pipe", first.get("CFLAGS"));
    assertEquals("-j8", first.get("MAKEOPTS"));
    assertEquals("ccache", first.get("FEATURES"));
    Map<String, String> last = config.stages().get(3).env();
    assertEquals("dev-vcs/git sys-devel/crossdev", last.get("PACKAGES"));
    assertEquals("ssl -X", last.get("USE"));
    assertTrue(config.stages().get(3).clean().contains("/root/*"));
    assertTrue(config.stages().get(3).clean().contains("/usr/share/doc"));
  }

  @Test
  public void commentsOnWhatHasNoCounterpart() {
    String yaml = importAll().requireDone().out();
    for (String line :
        List.of(
            "# catalyst.conf:4: options: seedcache: every stage is unpacked from the tarball",
            "# stage1.spec:4: version_stamp: give it with --version",
            "# stage4.spec:14: stage4/rcadd: let FSSCRIPT do it",
            "# stage4.spec:15: boot/kernel/gentoo/sources: kernels are no part of an SDK")) {
      assertTrue(yaml, yaml.contains("\n" + line));
    }
  }

  @Test
  public void namesUnknownKeysByFileAndLine() {
    Outcome outcome = importAll().requireDone();
    assertTrue(outcome.err(), outcome.err().contains("catalyst.conf:13: unknown key 'flavour'\n"));
    assertTrue(
        outcome.err(), outcome.err().contains("stage4.spec:16: unknown key 'stage4/colour'\n"));
    assertTrue(
        outcome.out(), outcome.out().contains("\n# stage4.spec:16: unknown key 'stage4/colour'\n"));
  }

  @Test
  public void readsAConfigurationOfBeforeCatalyst4() throws Exception {
    Path conf = folder.newFile("catalyst.conf").toPath();
    Files.writeString(
        conf, "digests=\"auto\"\ndistdir=\"/d\"\noptions=\"autoresume bindist ccache\"\n");
    String yaml =
        TinySdk.command("import-spec", conf.toString(), FILES.resolve("stage1.spec").toString())
            .requireDone()
            .out();
    assertTrue(yaml, yaml.contains("\n  distfiles: {path: /d, mount: /var/cache/distfiles}\n"));
    assertTrue(yaml, yaml.contains("\n      BINDIST: \"yes\"\n"));
    assertTrue(yaml, yaml.contains("\n      FEATURES: ccache\n"));
  }

  private Outcome importText(String... specs) throws Exception {
    List<String> all = new ArrayList<>(List.of("import-spec"));
    for (String spec : specs) {
      Path file = folder.getRoot().toPath().resolve("spec" + all.size());
      Files.writeString(file, spec);
      all.add(file.toString());
    }
    return TinySdk.command(all.toArray(new String[0]));
  }

  private static List<Map<String, String>> env(Outcome outcome) throws Exception {
    String yaml = outcome.requireDone().out();
    return SdkConfig.parse("sdk.yaml", yaml.getBytes(StandardCharsets.UTF_8)).stages().stream()
        .map(s -> s.env())
        .toList();
  }

  @Test
  public void handsOnWhatCompilersAreTold() throws Exception {
    Outcome outcome =
        importText(
            "target: stage1\nrel_type: a\nchost: armv7a-hardfloat-linux-gnueabi\ncflags: -O1\n",
            "target: stage3\nrel_type: a\ncflags: -O3\nldflags: -s\n");
    List<Map<String, String>> env = env(outcome);
    for (Map<String, String> stage : env) {
      assertEquals("armv7a-hardfloat-linux-gnueabi", stage.get("CHOST"));
      assertEquals("-O1", stage.get("CFLAGS"));
      assertFalse(stage.containsKey("LDFLAGS"));
    }
    assertTrue(
        outcome.out(),
        outcome.out().contains("\n# spec2:3: cflags: the stage before decides: '-O1'\n"));
    assertTrue(
        outcome.out(),
        outcome.out().contains("\n# spec2:4: ldflags: the stage before decides: it has none\n"));
    List<Map<String, String>> second =
        env(
            importText(
                "target: stage1\nrel_type: a\nchost: one\nfflags: -f\n",
                "target: stage2\nrel_type: a\nchost: two\nfflags: -g\n"));
    assertEquals("one", second.get(0).get("CHOST"));
    assertEquals("two", second.get(1).get("CHOST"));
    assertEquals("two", second.get(2).get("CHOST"));
    assertEquals("-f", second.get(3).get("FFLAGS"));
  }

  @Test
  public void recognisesTheEndingOfASeed() throws Exception {
    for (String ending : List.of(".tar.xz", ".tar.bz2", ".tar.zst", ".tar", ".tbz2")) {
      String yaml =
          importText("target: stage1\nrel_type: a\nsource_subpath: a/seed-1.2" + ending + "\n")
              .requireDone()
              .out();
      assertTrue(
          yaml, yaml.contains("\nseed: /var/tmp/catalyst/builds/a/seed-1.2" + ending + "\n"));
      assertFalse(yaml, yaml.contains("guess"));
    }
  }

  @Test
  public void refusesWhatNobodyFilledIn() throws Exception {
    Outcome outcome =
        importText(
            "target: stage1\nrel_type: a\nversion_stamp: @TIMESTAMP@\n"
                + "source_subpath: a/stage3-%(missing)s\n"
                + "portage_confdir: @REPO_DIR@/releases/portage/stages\n",
            "target: stage3\nrel_type: a\nsource_subpath: a/stage1-@TIMESTAMP@\n");
    assertEquals(Exit.WRONG_INPUT, outcome.status());
    assertEquals(
        "bootstrap-sdk: spec1:5: portage_confdir: @REPO_DIR@ is not filled in; put the value in its"
            + " place first\nbootstrap-sdk: spec1:4: source_subpath: %(missing)s is not filled in;"
            + " put the value in its place first\n",
        outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  public void takesTheChecksumsOfDigests() throws Exception {
    Path conf = folder.newFile("catalyst.conf").toPath();
    Files.writeString(conf, "digests = [\"blake2b\", \"whirlpool\", \"sha512\"]\n");
    String yaml =
        TinySdk.command("import-spec", conf.toString(), FILES.resolve("stage1.spec").toString())
            .requireDone()
            .out();
    assertTrue(yaml, yaml.contains("\ndigests: [blake2b, sha512]\n"));
    assertTrue(yaml, yaml.contains("\n# catalyst.conf:1: digests: not computed here: whirlpool\n"));
  }

  @Test
  public void refusesWhatIsNoStage() throws Exception {
    Path spec = folder.newFile("cd.spec").toPath();
    Files.writeString(spec, "target: livecd-stage2\n");
    Outcome outcome = TinySdk.command("import-spec", spec.toString());
    assertEquals(Exit.WRONG_INPUT, outcome.status());
    assertEquals(
        "bootstrap-sdk: cd.spec: the target 'livecd-stage2' is no stage of an SDK; stage1, stage2,"
            + " stage3 and stage4 are\n",
        outcome.err());
    Files.writeString(spec, "just words\n");
    outcome = TinySdk.command("import-spec", spec.toString());
    assertEquals(Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.err(), outcome.err().startsWith("bootstrap-sdk: cd.spec:1: neither"));
  }

  @Test
  public void overwritesNothing() throws Exception {
    Path output = folder.newFile("sdk.yaml").toPath();
    assertEquals(Exit.WRONG_INPUT, importAll("--output", output.toString()).status());
    assertEquals(0, Files.size(output));
  }
}
