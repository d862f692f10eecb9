package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.chroot.SmallRoot;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * Runs the stages of the templates that use Portage, by the real engine, in a small seed whose
 * Portage only writes down how it is called (src/test/resources/templates/seed). What it is to
 * write is in src/test/resources/templates; {@code -Drecords.write=true} writes that anew.
 */
@Category(Mounts.class)
public class PortageTemplateTest {

  private static final Path RESOURCES = Path.of("src/test/resources/templates");
  private static final String VERSION = "1.0.0+2026-11-26-0700";
  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "cat",
          "chmod",
          "chown",
          "chroot",
          "cp",
          "env",
          "grep",
          "head",
          "ln",
          "ls",
          "mkdir",
          "mount",
          "mv",
          "readlink",
          "rm",
          "sed",
          "tar",
          "touch",
          "umount");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path directory;

  @Before
  public void needsAChroot() throws Exception {
    directory = folder.getRoot().toPath().resolve("sdk");
    TinySdk.assumeChroot(folder.getRoot().toPath());
  }

  @Test
  public void gentooStagesCallPortageAsTheMethodSays() throws Exception {
    init("gentoo");
    repository("repos/gentoo", "gentoo", "masters =\n", "default/linux/%s/23.0/systemd");
    seed("seeds/stage3-" + arch() + "-systemd.tar.xz");
    edit("      # CROSS_TARGETS: ", "      CROSS_TARGETS: ");
    edit("      # USE: ", "      USE: ");
    bootstrap().requireDone();
    assertRecord("gentoo-record.txt");
    Path sdk = release("gentoo-sdk", ".tar.zst");
    assertEquals(
        "/var/db/repos/gentoo/profiles/default/linux/" + arch() + "/23.0/systemd",
        link(sdk, "etc/portage", "make.profile"));
    String makeConf = cat(sdk, "etc/portage/make.conf");
    assertTrue(makeConf, makeConf.contains("\nCFLAGS=\"${COMMON_FLAGS}\"\n"));
    assertTrue(makeConf, makeConf.contains("\nUSE=\"-X -gtk\"\n"));
    assertFalse(makeConf, makeConf.contains("of-the-seed"));
    assertFalse("an agent's matter is not the SDK's", makeConf.contains("MAKEOPTS"));
    assertEquals(
        "[DEFAULT]\nmain-repo = gentoo\n\n[gentoo]\nlocation = /var/db/repos/gentoo\n"
            + "auto-sync = no\n",
        cat(sdk, "etc/portage/repos.conf/zz-sdk.conf"));
    assertEquals("stage 4\n", cat(sdk, "var/lib/markers/crossdev"));
    assertEquals(
        "a stage's root has nothing of what is mounted in the one before",
        "[ ]\n",
        TinySdk.command("ls", "--json", tarball(3).toString(), "var/db/repos/gentoo")
            .requireDone()
            .out());
    assertEquals("stage 3\n", cat(tarball(3), "var/lib/markers/@system"));
    assertEquals("stage 4\n", cat(sdk, "var/lib/markers/@system"));
    assertEquals("gentoo\n", cat(sdk, "var/db/repos/gentoo/profiles/repo_name"));
    assertEquals("LANG=C.UTF-8\n", cat(sdk, "etc/env.d/02locale"));
    String passwd = cat(sdk, "etc/passwd");
    assertTrue(passwd, passwd.contains("portage:x:250:250:"));
  }

  @Test
  public void flatcarStagesCallPortageAsTheMethodSays() throws Exception {
    init("flatcar");
    String thirdParty = "sdk_container/src/third_party/";
    repository(thirdParty + "portage-stable", "portage-stable", "masters =\n", "base");
    repository(
        thirdParty + "coreos-overlay",
        "coreos-overlay",
        "masters = portage-stable\n",
        "coreos/%s/sdk/transition");
    Files.createDirectories(directory.resolve(thirdParty + "coreos-overlay/coreos/user-patches"));
    seed("seeds/flatcar-sdk-" + arch() + ".tar.bz2");
    bootstrap().requireDone();
    assertRecord("flatcar-record.txt");
    Path sdk = release("flatcar-sdk", ".tar.bz2");
    assertEquals(
        "masters = portage-stable coreos-overlay\nuse-manifests = true\nthin-manifests = true\n",
        cat(sdk, "usr/local/portage/crossdev/metadata/layout.conf"));
    assertEquals(
        "[x-crossdev]\nlocation = /usr/local/portage/crossdev\nauto-sync = no\n",
        cat(sdk, "etc/portage/repos.conf/crossdev.conf"));
    assertTrue(cat(sdk, "usr/lib/os-release").contains("\nVERSION_ID=\"1.0.0\"\n"));
    requireFlatcarsDigests(sdk);
  }

  /**
   * As the function verify_digests of Flatcar's common.sh finds them, by file name and algorithm.
   */
  private static void requireFlatcarsDigests(Path sdk) throws Exception {
    TinySdk.run(
        "sh",
        "-euc",
        """
        cd "$1"
        for file in "$2" "$2.CONTENTS.gz"; do
          for algorithm in md5 sha1 sha512; do
            grep -A1 -i "^# $algorithm HASH$" "$2.DIGESTS" | grep "$file$" |
              "${algorithm}sum" -c - --strict
          done
        done
        """,
        "sh",
        sdk.getParent().toString(),
        sdk.getFileName().toString());
  }

  @Test
  public void saysInOneLineThatCrossdevIsMissing() throws Exception {
    init("gentoo");
    repository("repos/gentoo", "gentoo", "masters =\n", "default/linux/%s/23.0/systemd");
    edit("      # CROSS_TARGETS: ", "      CROSS_TARGETS: ");
    Path root = root();
    Files.delete(root.resolve("usr/bin/crossdev"));
    Files.delete(root.resolve("usr/bin/eselect"));
    pack(root, "seeds/stage3-" + arch() + "-systemd.tar.xz");
    Outcome outcome = bootstrap();
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(
        outcome.out(),
        outcome
            .out()
            .contains(
                "\nstage 4: crossdev is not in the new root: add sys-devel/crossdev to PACKAGES,"
                    + " or leave CROSS_TARGETS empty\n"));
  }

  @Test
  public void saysInOneLineThatTheProfileIsNowhere() throws Exception {
    init("gentoo");
    repository("repos/gentoo", "gentoo", "masters =\n", "another");
    seed("seeds/stage3-" + arch() + "-systemd.tar.xz");
    Outcome outcome = bootstrap();
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(
        outcome.out(),
        outcome
            .out()
            .contains(
                "\nstage 1: no profile 'default/linux/"
                    + arch()
                    + "/23.0/systemd' in the repositories: /var/db/repos/gentoo\n"));
  }

  @Test
  public void saysInOneLineThatTheSeedHasNoPortage() throws Exception {
    init("gentoo");
    repository("repos/gentoo", "gentoo", "masters =\n", "default/linux/%s/23.0/systemd");
    Path root = root();
    Files.delete(root.resolve("usr/bin/emerge"));
    pack(root, "seeds/stage3-" + arch() + "-systemd.tar.xz");
    Outcome outcome = bootstrap();
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(
        outcome.out(),
        outcome
            .out()
            .contains("\nstage 1: emerge is not there: the root that runs this has no Portage\n"));
  }

  private void init(String template) {
    TinySdk.command("init", "--template", template, directory.toString()).requireDone();
  }

  // The record leaves the stages by a cache of its own.
  private Outcome bootstrap() throws IOException {
    edit("caches:\n", "caches:\n  record: {path: record, mount: /var/cache/record}\n");
    return TinySdk.command(
        "--config", directory.resolve("sdk.yaml").toString(),
        "--store", directory.resolve("store").toString(),
        "--version", VERSION);
  }

  private void edit(String from, String to) throws IOException {
    Path config = directory.resolve("sdk.yaml");
    String text = Files.readString(config);
    assertTrue(from, text.contains(from));
    Files.writeString(config, text.replace(from, to));
  }

  private void repository(String path, String name, String layout, String profile)
      throws IOException {
    Path repo = directory.resolve(path);
    Files.createDirectories(repo.resolve("metadata"));
    Files.createDirectories(repo.resolve("profiles").resolve(profile.formatted(arch())));
    Files.writeString(repo.resolve("profiles/repo_name"), name + "\n");
    Files.writeString(repo.resolve("metadata/layout.conf"), layout);
  }

  private void seed(String tarball) throws Exception {
    pack(root(), tarball);
  }

  private Path root() throws Exception {
    Path root = SmallRoot.create(directory.resolve("root"), PROGRAMS);
    Path bin = Files.createDirectories(root.resolve("usr/bin"));
    for (String name :
        List.of("emerge", "portageq", "python-of-portage", "eselect", "crossdev", "env-update")) {
      Files.copy(RESOURCES.resolve("seed").resolve(name), bin.resolve(name));
      assertTrue(bin.resolve(name).toFile().setExecutable(true));
    }
    Files.writeString(
        root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\nportage:x:250:250::/:/bin/sh\n");
    Files.createDirectories(root.resolve("etc/portage"));
    Files.writeString(root.resolve("etc/portage/make.conf"), "FEATURES=\"-of-the-seed\"\n");
    return root;
  }

  private void pack(Path root, String tarball) throws Exception {
    Path to = directory.resolve(tarball);
    Files.createDirectories(to.getParent());
    TinySdk.run("tar", "--create", "--file=" + to, "--directory=" + root, ".");
    TinySdk.run("rm", "-rf", root.toString());
  }

  private void assertRecord(String file) throws IOException {
    String record =
        Files.readString(directory.resolve("record/record")).replace("/" + arch() + "/", "/ARCH/");
    if (Boolean.getBoolean("records.write")) {
      Files.writeString(RESOURCES.resolve(file), record);
    }
    assertEquals(Files.readString(RESOURCES.resolve(file)), record);
  }

  private Path tarball(int stage) {
    return directory.resolve(
        "store/gentoo-sdk/stage" + stage + "-" + arch() + "-" + VERSION + ".tar.zst");
  }

  private Path release(String name, String ending) {
    return directory.resolve("store/" + name + "/" + name + "-" + arch() + "-" + VERSION + ending);
  }

  private static String cat(Path tarball, String path) {
    return TinySdk.command("cat", tarball.toString(), path).requireDone().out();
  }

  /** Where a symbolic link leads. */
  private static String link(Path tarball, String folder, String name) {
    String list = TinySdk.command("ls", tarball.toString(), folder).requireDone().out();
    String arrow = " " + name + " -> ";
    int at = list.indexOf(arrow);
    assertTrue(list, at >= 0);
    return list.substring(at + arrow.length()).lines().findFirst().orElseThrow();
  }

  private static String arch() {
    String arch = System.getProperty("os.arch");
    return arch.equals("x86_64") ? "amd64" : arch.equals("aarch64") ? "arm64" : arch;
  }
}
