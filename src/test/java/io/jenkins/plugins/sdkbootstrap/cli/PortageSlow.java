package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * Runs the four stages of the template {@code gentoo} with a real Portage and the repository in
 * src/test/resources/portage, whose packages are compiled or taken from this machine. Takes many
 * minutes: run by the profile {@code slow} only. It needs Debian, and a checkout of Portage that
 * the environment variable {@code PORTAGE_HOME} names.
 */
@Category(Mounts.class)
public class PortageSlow {

  private static final Path RESOURCES = Path.of("src/test/resources/portage").toAbsolutePath();
  private static final String VERSION = "1.0.0+2026-11-26-0700";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path directory;

  /** A package that was merged: which stage, into which root, and how. */
  private record Merge(String stage, String where, String name, String type, String rest) {

    static Merge of(String line) {
      String[] words = line.split(" ", 5);
      return new Merge(words[0], words[1], words[2], words[3], words[4]);
    }
  }

  @Before
  public void needsPortage() throws Exception {
    String home = System.getenv("PORTAGE_HOME");
    assumeTrue(
        "needs a checkout of Portage: let PORTAGE_HOME be its directory",
        home != null && Files.isExecutable(Path.of(home, "bin/emerge")));
    assumeTrue("needs Debian's dpkg", Files.isExecutable(Path.of("/usr/bin/dpkg")));
    directory = folder.getRoot().toPath().resolve("sdk");
    TinySdk.assumeChroot(folder.getRoot().toPath());
    TinySdk.command("init", "--template", "gentoo", "--arch", "amd64", directory.toString())
        .requireDone();
    Path root = directory.resolve("root");
    TinySdk.run("sh", RESOURCES.resolve("seed.sh").toString(), root.toString(), home);
    Files.createDirectories(directory.resolve("seeds"));
    TinySdk.run(
        "tar",
        "--create",
        "--file=" + directory.resolve("seeds/seed.tar"),
        "--directory=" + root,
        ".");
    TinySdk.run("rm", "-rf", root.toString());
    Files.createDirectories(directory.resolve("repos"));
    TinySdk.run(
        "cp",
        "-R",
        RESOURCES.resolve("repo").toString(),
        directory.resolve("repos/gentoo").toString());
    TinySdk.run(
        "cp",
        "-R",
        RESOURCES.resolve("patches").toString(),
        directory.resolve("patches").toString());
    Path record = Files.createDirectories(directory.resolve("record"));
    TinySdk.run("chmod", "1777", record.toString());
    write("hooks/10-mend", "#!/bin/sh\necho \"$STAGE\" >>/var/cache/record/hooks\n");
    assertTrue(directory.resolve("hooks/10-mend").toFile().setExecutable(true));
    write("confdir/package.use/releng", "app-misc/greet loud\n");
    write("confdir/package.use/kept", "dev-util/tool loud\n");
    write("sdk.yaml", Files.readString(RESOURCES.resolve("sdk.yaml")));
  }

  @Test
  public void bootstrapsAsCatalystDoes() throws Exception {
    bootstrap(VERSION);
    List<Merge> merges = merges();
    stageThreeBuildsEveryPackageAgain(merges);
    theSdkHasWhatItWasBuiltWith();
    whatBuildsNeedIsBuiltAsDeclared(merges);
    onlyTheFirstStagesBuildForTheThrowAwayRoot(merges);
    crossToolchainsHavePackagesOfTheirOwn(merges);
    patchesAreInEveryStage(merges);
    assertEquals("hooks run in the seed alone", "1\n", read("record/hooks"));
    configurationIsAsCatalystLeavesIt();
    noRootMakesAllLocales();
    theDatabaseAgreesWithTheFiles();
    // Again, with all that was built the first time.
    Files.delete(directory.resolve("record/merges"));
    bootstrap("1.0.0+2026-11-27-0700");
    assertEquals(
        List.of(),
        merges().stream().filter(m -> !m.type().equals("binary")).map(Merge::name).toList());
  }

  private void bootstrap(String version) {
    TinySdk.command(
            "--config", directory.resolve("sdk.yaml").toString(),
            "--store", directory.resolve("store").toString(),
            "--version", version)
        .requireDone();
  }

  private List<Merge> merges() throws IOException {
    return read("record/merges").lines().map(Merge::of).toList();
  }

  private void stageThreeBuildsEveryPackageAgain(List<Merge> merges) throws Exception {
    Set<String> built =
        merges.stream()
            .filter(m -> m.stage().equals("3") && m.where().equals("new"))
            .map(Merge::name)
            .filter(n -> !n.startsWith("dev-util/ccache"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(packages(3), built);
  }

  private void theSdkHasWhatItWasBuiltWith() throws Exception {
    Set<String> packages = packages(4);
    assertTrue(
        packages.toString(),
        packages.containsAll(
            Set.of(
                "dev-lang/miniperl-5",
                "dev-build/miniconf-2",
                "dev-build/words-1",
                "dev-util/tool-1",
                "cross-aarch64-cros-linux-gnu/gcc-1")));
    assertFalse(packages.toString(), packages.contains("dev-util/ccache-1"));
  }

  private static void whatBuildsNeedIsBuiltAsDeclared(List<Merge> merges) {
    List<Merge> running = merges.stream().filter(m -> m.where().equals("running")).toList();
    assertFalse(running.isEmpty());
    for (Merge merge : running) {
      assertTrue(
          merge.toString(),
          merge
              .rest()
              .startsWith("jobs=-j3 cache=/var/cache/binpkgs/stage" + merge.stage() + "-running "));
      assertTrue(merge.toString(), merge.rest().contains(" probe=yes bin=buildpkg "));
    }
  }

  private static void onlyTheFirstStagesBuildForTheThrowAwayRoot(List<Merge> merges) {
    assertEquals(
        List.of("dev-build/words-1", "dev-lang/miniperl-5", "dev-util/ccache-1"),
        running(merges, "1"));
    List<String> second = new ArrayList<>(running(merges, "2"));
    second.remove("sys-libs/glibc-1");
    assertEquals(List.of("dev-build/words-1", "dev-lang/miniperl-5", "dev-util/ccache-1"), second);
    assertEquals(List.of(), running(merges, "3"));
    assertEquals(List.of(), running(merges, "4"));
  }

  private static List<String> running(List<Merge> merges, String stage) {
    return merges.stream()
        .filter(m -> m.stage().equals(stage) && m.where().equals("running"))
        .map(Merge::name)
        .sorted()
        .toList();
  }

  private void crossToolchainsHavePackagesOfTheirOwn(List<Merge> merges) throws Exception {
    List<Merge> cross =
        merges.stream().filter(m -> m.name().startsWith("cross-aarch64-cros-linux-gnu/")).toList();
    assertEquals(3, cross.size());
    cross.forEach(
        m ->
            assertTrue(
                m.toString(), m.rest().startsWith("jobs=-j3 cache=/var/cache/binpkgs/crossdev ")));
    String called = read("record/crossdev");
    assertTrue(called, called.contains(" --gcc =1 "));
    assertTrue(called, called.contains(" --portage --usepkg --buildpkg --binpkg-respect-use=y "));
    // Rust was there already and knew one machine only.
    assertEquals(2, merges.stream().filter(m -> m.name().equals("dev-lang/rust-1")).count());
    TinySdk.command("ls", tarball(4).toString(), "usr/lib/rustlib/aarch64-unknown-linux-gnu")
        .requireDone();
  }

  private static void patchesAreInEveryStage(List<Merge> merges) {
    List<Merge> patched =
        merges.stream().filter(m -> m.name().equals("dev-libs/libgreet-1")).toList();
    assertEquals(3, patched.size());
    patched.forEach(m -> assertTrue(m.toString(), m.rest().contains(" patched=yes ")));
  }

  private void configurationIsAsCatalystLeavesIt() {
    String first = list(1, "etc/portage");
    assertEquals(first, 3, first.lines().count());
    for (String name : List.of("make.conf", "make.profile", "repos.conf")) {
      assertTrue(first, first.contains(name));
    }
    String kept = list(4, "etc/portage/package.use");
    assertTrue(kept, kept.contains(" kept"));
    assertFalse(kept, kept.contains("releng"));
    assertFalse(list(4, "etc/portage").contains("patches"));
    String conf =
        TinySdk.command("cat", tarball(4).toString(), "etc/portage/make.conf").requireDone().out();
    assertTrue(conf, conf.contains("\nCFLAGS=\"-O1\"\n"));
    assertFalse(conf, conf.contains("MAKEOPTS"));
    String repo = list(4, "var/db/repos/gentoo");
    assertTrue(repo, repo.lines().allMatch(l -> l.contains(" 250:250 ")));
  }

  private void noRootMakesAllLocales() {
    assertFalse(Files.exists(directory.resolve("record/locales")));
    String kept =
        TinySdk.command("cat", tarball(4).toString(), "etc/locale.gen").requireDone().out();
    assertEquals("C.UTF-8 UTF-8\n", kept);
    assertFalse(list(4, "etc").contains("._cfg"));
  }

  private void theDatabaseAgreesWithTheFiles() throws Exception {
    Path root = Files.createDirectories(directory.resolve("unpacked"));
    TinySdk.run("tar", "--extract", "--zstd", "--file=" + tarball(4), "--directory=" + root);
    String said = TinySdk.run("python3", RESOURCES.resolve("times.py").toString(), root.toString());
    assertTrue(said, said.matches("[0-9]{4,}\n"));
    TinySdk.run("rm", "-rf", root.toString());
  }

  /** The entries of a directory, without the table's head. */
  private String list(int stage, String path) {
    String table = TinySdk.command("ls", tarball(stage).toString(), path).requireDone().out();
    return table.lines().skip(1).collect(Collectors.joining("\n"));
  }

  /** The packages of a stage's root, as its database has them. */
  private Set<String> packages(int stage) throws Exception {
    String found =
        TinySdk.run(
            "sh",
            "-c",
            "tar --list --zstd --file=\"$1\" | sed -n 's|^\\./var/db/pkg/\\(.*\\)/PF$|\\1|p'",
            "sh",
            tarball(stage).toString());
    return found.lines().collect(Collectors.toCollection(TreeSet::new));
  }

  private Path tarball(int stage) {
    return directory.resolve("store/sdk/stage" + stage + "-amd64-" + VERSION + ".tar.zst");
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
