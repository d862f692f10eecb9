package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** A stage neither reaches the agent's files nor makes {@code enter.sh} reach for them. */
@RunWith(Parameterized.class)
@Category(Mounts.class)
public class IsolationTest {

  @ClassRule public static final Stages STAGES = new Stages();

  /** The number of setns(2), by the JVM's name of the architecture. */
  private static final Map<String, String> SETNS = Map.of("amd64", "308", "aarch64", "268");

  @Parameter public Privilege privilege;

  @Parameters(name = "{0}")
  public static Privilege[] privileges() {
    return Privilege.values();
  }

  @Test
  public void hasNoMountOfTheAgent() throws Exception {
    Path root = root();
    Stages.Result result = run(root, "cat /proc/self/mountinfo");
    List<String> points = result.out().lines().map(l -> l.split(" ")[4]).toList();
    List<String> expected =
        new ArrayList<>(
            List.of(
                "/",
                "/proc",
                "/dev",
                "/dev/pts",
                "/dev/shm",
                "/run",
                "/etc/hosts",
                "/etc/resolv.conf"));
    if (privilege == Privilege.USERNS) {
      for (String node : List.of("null", "zero", "full", "random", "urandom", "tty")) {
        expected.add("/dev/" + node);
      }
    } else {
      for (String part : List.of("sys", "sysrq-trigger", "irq", "bus", "fs")) {
        if (Files.exists(Path.of("/proc", part))) {
          expected.add("/proc/" + part);
        }
      }
    }
    assertEquals(expected.stream().sorted().toList(), points.stream().sorted().toList());
    String itsRoot = result.out().lines().findFirst().orElseThrow().split(" ")[3];
    // Told from the top of its file system, of which the agent may itself see only a part.
    assertTrue(itsRoot, root.toString().endsWith(itsRoot) || itsRoot.endsWith(root.toString()));
  }

  @Test
  public void cannotLeaveItsRoot() throws Exception {
    Path agentFile = Files.writeString(STAGES.directory("agent").resolve("file"), "agent");
    Stages.Result result =
        run(
            root(),
            "see() { [ ! -e \"$1" + agentFile + "\" ] || echo \"seen by way of $1\"; }",
            "see ''; see /..; see /proc/1/root; see /proc/1/cwd; see /proc/self/root/..",
            "for fd in /proc/1/fd/* /proc/self/fd/*; do see \"$fd\"; see \"$fd/..\"; done",
            "perl -e '" + escapeByChroot(agentFile) + "'",
            "perl -e '" + escapeByUmount(agentFile) + "'",
            "echo end");
    assertEquals(result.err(), "end\n", result.out());
  }

  /** A directory left open, a chroot below it, up from there as far as it goes. */
  private static String escapeByChroot(Path agentFile) {
    return "mkdir \"/x\"; opendir(D, \"/\"); chroot(\"/x\") or die; chdir(D); "
        + "chdir(\"..\") for 1 .. 99; chroot(\".\") or die; "
        + seen(agentFile, "chroot");
  }

  /** Unmount the root, then enter the own mount namespace anew, at its uppermost mount. */
  private static String escapeByUmount(Path agentFile) {
    return "open(N, \"</proc/self/ns/mnt\") or die; system(\"umount -l / 2>/dev/null\"); "
        + seen(agentFile, "umount")
        + " syscall("
        + SETNS.getOrDefault(System.getProperty("os.arch"), "-1")
        + ", fileno(N), 0); chdir(\"/\"); "
        + seen(agentFile, "setns");
  }

  private static String seen(Path agentFile, String way) {
    return "for (\"\", \"/..\") { print \"seen by " + way + "\\n\" if -e \"$_" + agentFile + "\" }";
  }

  @Test
  public void followsLinksWithinTheRootOnly() throws Exception {
    Path agent = STAGES.directory("agent");
    for (String name : List.of("var", "dev", "proc", "run", "resolv", "cache")) {
      STAGES.own(Files.createDirectory(agent.resolve(name)));
    }
    STAGES.own(Files.writeString(agent.resolve("resolv/resolv.conf"), "of the agent"));
    Path root = root();
    for (String name : List.of("var", "dev", "proc", "run")) {
      Files.createSymbolicLink(root.resolve(name), agent.resolve(name));
    }
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), agent.resolve("resolv/resolv.conf"));
    Files.createSymbolicLink(root.resolve("up"), Path.of("../../../../../../../.." + agent));
    Path repo = STAGES.directory("repo");
    Files.writeString(repo.resolve("recipe"), "recipe\n");
    List<String> before = Stages.everythingIn(agent);

    StageRun run =
        StageRun.of(
                root,
                1,
                STAGES.script(
                    "cat /var/repos/a/recipe /up/cache/x/../a/recipe",
                    "read -r pid rest </proc/self/stat; [ $pid = $$ ] && echo own proc",
                    "echo x >/dev/null; echo >/run/f; cat /etc/resolv.conf"))
            .withBinds(
                List.of(
                    Bind.readOnly(repo, "/var/repos/a"), Bind.readOnly(repo, "/up/cache/x/../a")));
    Stages.Result result = STAGES.run(run, privilege);
    assertEquals(
        result.err(),
        "recipe\nrecipe\nown proc\n" + Files.readString(Path.of("/etc/resolv.conf")),
        result.out());
    assertEquals(before, Stages.everythingIn(agent));
  }

  @Test
  public void resolvesTheLinkOfAResolverInRun() throws Exception {
    Path root = root();
    Files.createSymbolicLink(
        root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
    Stages.Result result = run(root, "cat /run/systemd/resolve/stub-resolv.conf");
    assertEquals(Files.readString(Path.of("/etc/resolv.conf")), result.out());
  }

  @Test
  public void refusesATmpThatLeadsElsewhere() throws Exception {
    Path agent = STAGES.directory("agent");
    Path root = root();
    Files.delete(root.resolve("tmp"));
    Files.createSymbolicLink(root.resolve("tmp"), agent);
    assertRefused(
        "mount point /tmp: too many symbolic links", StageRun.of(root, 1, STAGES.script(":")));
    assertEquals(List.of(agent.toString()), Stages.everythingIn(agent));
  }

  @Test
  public void followsATmpThatIsALinkWithinTheRoot() throws Exception {
    for (String target : List.of("var/tmp", "/var/tmp", "../../var/./tmp")) {
      Path root = root();
      Files.delete(root.resolve("tmp"));
      Files.createDirectories(root.resolve("var/tmp"));
      STAGES.own(root.resolve("var"));
      STAGES.own(root.resolve("var/tmp"));
      Files.createSymbolicLink(root.resolve("tmp"), Path.of(target));
      StageRun run = StageRun.of(root, 1, STAGES.script("touch $STAGE_ROOT/made"));
      Stages.Result result = STAGES.run(run, privilege);
      assertEquals(result.err(), 0, result.status());
      assertEquals(root.resolve("var/tmp/stage1root"), run.stageRoot());
      assertTrue(Files.exists(run.stageRoot().resolve("made")));
    }
  }

  @Test
  public void goesWithoutAResolvConfThatHasNoPlace() throws Exception {
    Path root = root();
    Files.createDirectories(root.resolve("etc/resolv.conf"));
    Stages.Result result = run(root, "ls /etc/resolv.conf");
    assertEquals(result.err(), 0, result.status());
    assertThat(result.err(), containsString("/etc/resolv.conf is not given: mount point"));
    root = root();
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("/proc/net/pnp"));
    result = run(root, "echo ran");
    assertEquals(result.err(), "ran\n", result.out());
    assertThat(result.err(), containsString("/etc/resolv.conf is not given"));
  }

  @Test
  public void refusesAStageRootThatLeadsElsewhere() throws Exception {
    Path agent = STAGES.directory("agent");
    Path root = root();
    Files.createSymbolicLink(root.resolve("tmp/stage1root"), agent);
    assertRefused(
        "/tmp/stage1root in the root is a symbolic link", StageRun.of(root, 1, STAGES.script(":")));
  }

  @Test
  public void replacesAScriptThatLeadsElsewhere() throws Exception {
    Path agentFile = Files.writeString(STAGES.directory("agent").resolve("file"), "agent");
    STAGES.own(agentFile);
    Path root = root();
    Files.createSymbolicLink(root.resolve("tmp/stage.sh"), agentFile);
    assertEquals("ran\n", run(root, "echo ran").out());
    assertEquals("agent", Files.readString(agentFile));
  }

  @Test
  public void refusesAMountPointThatIsTheRootItself() throws Exception {
    Path root = root();
    Files.createSymbolicLink(root.resolve("var"), Path.of("/"));
    assertRefused(
        "mount point /var: this is the root itself",
        StageRun.of(root, 1, STAGES.script(":"))
            .withBinds(List.of(Bind.readOnly(STAGES.directory("repo"), "/var"))));
  }

  @Test
  public void refusesABindOverTmp() throws Exception {
    Path cache = STAGES.directory("cache");
    assertRefused(
        "something is bound to /tmp",
        StageRun.of(root(), 1, STAGES.script(":"))
            .withBinds(List.of(Bind.readWrite(cache, "/tmp"))));
    assertEquals(List.of(cache.toString()), Stages.everythingIn(cache));
  }

  @Test
  public void refusesALinkThatLeadsToItself() throws Exception {
    Path root = root();
    Files.createSymbolicLink(root.resolve("var"), Path.of("var"));
    assertRefused(
        "mount point /var/x: too many symbolic links",
        StageRun.of(root, 1, STAGES.script(":"))
            .withBinds(List.of(Bind.readOnly(STAGES.directory("repo"), "/var/x"))));
  }

  @Test
  public void namesABindWithoutSource() throws Exception {
    Path gone = STAGES.directory("repo").resolve("gone");
    assertRefused(
        "bind /r: " + gone + " does not exist",
        StageRun.of(root(), 1, STAGES.script(":")).withBinds(List.of(Bind.readOnly(gone, "/r"))));
  }

  private void assertRefused(String reason, StageRun run) throws Exception {
    Stages.Result result = STAGES.run(run, privilege);
    assertEquals(result.err(), Chroot.NOT_ENTERED, result.status());
    String last = result.err().lines().reduce((a, b) -> b).orElseThrow();
    assertEquals("cannot enter the stage: " + reason, last);
    assertThat(Stages.left(run.root()).toString(), containsString("[]"));
    assertFalse(Files.exists(run.stageRoot().resolve("etc")));
  }

  private Path root() throws Exception {
    return STAGES.root(privilege, "root");
  }

  private Stages.Result run(Path root, String... script) throws Exception {
    return STAGES.run(StageRun.of(root, 1, STAGES.script(script)), privilege);
  }
}
