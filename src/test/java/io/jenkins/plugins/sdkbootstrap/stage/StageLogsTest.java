package io.jenkins.plugins.sdkbootstrap.stage;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.archive.FilesArchive;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.chroot.StageRun;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StageLogsTest {

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path folder;
  private Path archive;

  @Before
  public void makeRoot() throws Exception {
    folder = temporary.getRoot().toPath().toRealPath();
    archive = folder.resolve("stage3-amd64-1.logs.tar.zst");
    shell(
        """
        mkdir -p root/tmp/stage3root/var/log root/var/tmp/portage/sys-libs/zlib-1/temp
        cd root/var/tmp/portage/sys-libs/zlib-1
        echo built >temp/build.log
        mkdir -p unpacked/zlib/sub && cd unpacked && echo top >config.log && echo sub >zlib/sub/config.log && cd ..
        echo other >unpacked/config.logs
        cd ../../../../..
        mkdir var/log && echo old >var/log/emerge.log && echo new >tmp/stage3root/var/log/emerge.log
        """);
  }

  private void shell(String script) throws Exception {
    Tool.Result<String> done = Tool.run(List.of("sh", "-c", "cd '" + folder + "'\n" + script));
    assertEquals(done.output(), 0, done.status());
  }

  private Optional<StageLogs.Collected> collect(String... globs) throws Exception {
    return collect(Elevation.NONE, FilesArchive.Filter.NONE, globs);
  }

  private Optional<StageLogs.Collected> collect(
      Elevation elevation, FilesArchive.Filter filter, String... globs) throws Exception {
    return StageLogs.collect(run(), List.of(globs), archive, elevation, filter);
  }

  private StageRun run() {
    return StageRun.of(folder.resolve("root"), 3, folder.resolve("stage.sh"));
  }

  private List<String> files() throws Exception {
    Tool.Result<String> listed =
        Tool.run(List.of("tar", "--zstd", "-tf", archive.toString(), "--quoting-style=escape"));
    assertEquals(listed.output(), 0, listed.status());
    return listed.output().lines().filter(name -> !name.endsWith("/")).toList();
  }

  private String content(String path) throws IOException {
    try (ArchiveFile opened = ArchiveFile.open(archive);
        InputStream in = opened.read(RootPath.of(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  public void collectsFromTheRunningRootAndTheNewOne() throws Exception {
    StageLogs.Collected collected =
        collect("/var/tmp/portage/*/*/temp/build.log", "/var/tmp/**/config.log", "/var/log/*.log")
            .orElseThrow();
    assertEquals(
        List.of(
            "tmp/stage3root/var/log/emerge.log",
            "var/log/emerge.log",
            "var/tmp/portage/sys-libs/zlib-1/temp/build.log",
            "var/tmp/portage/sys-libs/zlib-1/unpacked/config.log",
            "var/tmp/portage/sys-libs/zlib-1/unpacked/zlib/sub/config.log"),
        files());
    assertEquals(5, collected.files());
    assertEquals(Optional.empty(), collected.limits());
    assertEquals("new\n", content("tmp/stage3root/var/log/emerge.log"));
    assertEquals("sub\n", content("var/tmp/portage/sys-libs/zlib-1/unpacked/zlib/sub/config.log"));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          List.of("root", "stage3-amd64-1.logs.mtree.zst", "stage3-amd64-1.logs.tar.zst"),
          left.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  public void writesNothingWhereThereIsNone() throws Exception {
    assertEquals(Optional.empty(), collect("/var/log/*.txt"));
    assertFalse(Files.exists(archive));
  }

  @Test
  public void followsNoLink() throws Exception {
    shell(
        """
        mkdir outside && echo secret >outside/a.log && ln outside/a.log outside/b.log
        ln -s "$PWD/outside" root/var/log/linked
        ln -s "$PWD/outside/a.log" root/var/log/file.log
        ln -s "$PWD/outside" root/var/spool
        mkfifo root/var/log/pipe.log
        """);
    collect("/var/log/**/*.log", "/var/spool/*.log", "/var/log/linked/a.log").orElseThrow();
    assertEquals(List.of("tmp/stage3root/var/log/emerge.log", "var/log/emerge.log"), files());
  }

  /** Where /tmp is a link, the new root is behind it. */
  @Test
  public void findsTheNewRootBehindALinkWithinTheRoot() throws Exception {
    shell(
        "cd root; mv tmp 'scratch[1]*'; ln -s '/scratch[1]*' tmp; mkdir -p 'scratch1x/stage3root/x'");
    collect("/var/log/*.log").orElseThrow();
    assertEquals(
        List.of("scratch[1]*/stage3root/var/log/emerge.log", "var/log/emerge.log"), files());
  }

  @Test
  public void takesTheNewestWithinItsLimits() throws Exception {
    shell(
        """
        cd root/var/log
        for n in 1 2 3 4 5; do head -c 1000 /dev/zero >$n.txt; touch -d "2026-01-0$n" $n.txt; done
        truncate -s 1T huge.txt
        """);
    StageLogs.Collected collected =
        StageLogs.collect(
                run(),
                List.of("/var/log/*.txt"),
                archive,
                Elevation.NONE,
                FilesArchive.Filter.NONE,
                4,
                3500)
            .orElseThrow();
    assertEquals(List.of("var/log/3.txt", "var/log/4.txt", "var/log/5.txt"), files());
    assertEquals(3, collected.leftOut());
    assertEquals((1L << 40) + 2000, collected.leftOutBytes());
    assertTrue(collected.limits().get(), collected.limits().get().startsWith("3 files of "));
  }

  @Test
  public void readsAGlobAsItIsWritten() {
    assertMatches("/a/*.log", true, "./a/x.log", "./a/.log", "./a/x\n.log");
    assertMatches("/a/*.log", false, "./a/b/x.log", "./a/xlog", "./b/a/x.log");
    assertMatches("/a/**/c", true, "./a/c", "./a/b/c", "./a/b/b/c");
    assertMatches("/a/**/c", false, "./ac", "./a/bc", "./c");
    assertMatches("/[!a-c]?(x+|y)$", true, "./dz(x+|y)$");
    assertMatches("/[!a-c]?(x+|y)$", false, "./az(x+|y)$", "./dzxx$");
    assertMatches("/a\\*", true, "./a*");
    assertMatches("/a\\*", false, "./ab");
    String below = StageLogs.directories("/a/b*/c/d");
    for (String path : List.of(".", "./a", "./a/bx", "./a/b/c")) {
      assertTrue(path, Pattern.matches(below, path));
    }
    for (String path : List.of("./b", "./a/x", "./a/b/d", "./a/b/c/d")) {
      assertFalse(path, Pattern.matches(below, path));
    }
    assertTrue(Pattern.matches(StageLogs.directories("/a/**/d/e"), "./a/x/y/z"));
  }

  private static void assertMatches(String glob, boolean expected, String... paths) {
    for (String path : paths) {
      assertEquals(
          path,
          expected,
          Pattern.compile(StageLogs.regex(glob), Pattern.DOTALL).matcher(path).matches());
    }
  }

  @Test
  public void keepsNamesOfAnyBytesAndOfAnyLength() throws Exception {
    shell(
        """
        cd root/var/log
        printf x >"$(printf 'a\\377\\n.log')"
        long=$(printf '%0200d' 1); mkdir -p "$long/$long"; echo long >"$long/$long/é.log"
        """);
    collect("/var/log/**/*é.log", "/var/log/a*").orElseThrow();
    String zeros = "0".repeat(199) + "1";
    assertEquals(
        List.of("var/log/" + zeros + "/" + zeros + "/\\303\\251.log", "var/log/a\\377\\n.log"),
        files());
    assertEquals("long\n", content("var/log/" + zeros + "/" + zeros + "/é.log"));
  }

  @Test
  public void writesWhatTheFilterMakesOfAFile() throws Exception {
    shell("cd root/var/log; printf 'a token b\\nlast' >x.txt; : >empty.txt");
    FilesArchive.Filter stars =
        out ->
            new FilterOutputStream(out) {
              @Override
              public void write(byte[] b, int offset, int length) throws IOException {
                String text = new String(b, offset, length, StandardCharsets.UTF_8);
                out.write(text.replace("token", "****x").getBytes(StandardCharsets.UTF_8));
                out.write('!');
              }

              @Override
              public void write(int b) {
                throw new IllegalStateException();
              }
            };
    collect(Elevation.NONE, stars, "/var/log/*.txt").orElseThrow();
    assertEquals("a ****x b\nlast!", content("var/log/x.txt"));
    assertEquals("", content("var/log/empty.txt"));
  }

  /** As an ordinary user reads them whose stage has ids of its own. */
  @Test
  public void readsUnderTheStagesPrivilege() throws Exception {
    assumeTrue(
        Preflight.check(
                new Preflight.Need(
                    PrivilegeSetting.USERNS, folder, System.getProperty("os.arch"), 0, 0))
            .passed());
    Privilege userns = Privilege.USERNS;
    Tool.Result<String> made =
        Tool.run(
            userns.command(
                List.of(
                    "sh",
                    "-c",
                    "cd '"
                        + folder
                        + "/root/var/log' && echo hidden >x.log && chown 5:5 x.log . && chmod 0 x.log && chmod 700 .")));
    assertEquals(made.output(), 0, made.status());
    collect(userns, FilesArchive.Filter.NONE, "/var/log/x.log").orElseThrow();
    assertEquals("hidden\n", content("var/log/x.log"));
    assertEquals(List.of("var/log/x.log"), files());
  }

  /** Rather no logs than such with a secret. */
  @Test
  public void endsWhereTheFilterFails() throws Exception {
    FilesArchive.Filter broken =
        out ->
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no");
              }
            };
    try {
      collect(Elevation.NONE, broken, "/var/log/*.log");
    } catch (IOException e) {
      assertEquals("no", e.getMessage());
      assertFalse(Files.exists(archive));
      return;
    }
    throw new AssertionError("collected");
  }
}
