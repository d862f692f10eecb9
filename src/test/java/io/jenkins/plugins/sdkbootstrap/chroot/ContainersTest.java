package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.ClassRule;
import org.junit.Test;

/**
 * Stages where a container refuses what they are usually entered by. The containers themselves are
 * in {@code src/test/containers/run.sh}.
 */
public class ContainersTest {

  @ClassRule public static final Stages STAGES = new Stages();

  /** Hides a part of /proc, as container runtimes do; no new one can be mounted in there then. */
  private static final List<String> HIDDEN =
      List.of("unshare", "--mount", "sh", "-ec", "mount -t tmpfs none /proc/fs; exec \"$@\"", "sh");

  /** Names whatever lets the script read something of a process, with what it reads. */
  private static final String SPY =
      """
      opendir(my $proc, "/proc") or die;
      my @all = grep { /^\\d+$/ } readdir $proc;
      for my $p (map { "/proc/$_" } @all) {
        next if -e "$p/root/bin/perl" && !-e "$p/root/usr"; # of the stage, in its root
        print "root $p\\n" if -e "$p/root/usr" || -e "$p/root/etc";
        print "cwd $p\\n" if -e "$p/cwd/.";
        print "environ $p\\n" if open(my $e, "<", "$p/environ") and <$e>;
        print "fd $p\\n" if -e "$p/fd/0" || -e "$p/fd/1";
        print "memory $p\\n" if open(my $m, "<", "$p/mem");
        print "maps $p\\n" if open(my $a, "<", "$p/maps") and <$a>;
      }
      print "looked at ", scalar(@all), "\\n";
      """;

  private static List<String> with(List<String> prefix, List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  private static Stages.Result run(List<String> container, Privilege privilege, String... script)
      throws Exception {
    Path root = STAGES.root(privilege, "root");
    StageRun run = StageRun.of(root, 1, STAGES.script(script)).withHostname("stage1");
    List<String> command = Chroot.command(run, privilege, EnterProgram.inline());
    Stages.Result result =
        STAGES.run(with(container, STAGES.as(privilege, command)), Map.of("AGENT", "of the agent"));
    Stages.awaitNothingLeft(root);
    return result;
  }

  @Test
  public void runsWherePartsOfProcAreHidden() throws Exception {
    Stages.Result result =
        run(
            HIDDEN,
            Privilege.USERNS,
            "id -u; touch /f; chmod 600 /f; cat /proc/self/uid_map; ls /");
    assertEquals(result.err(), 0, result.status());
    assertThat(result.err(), containsString("bind /proc of the container"));
    assertThat(result.out(), not(containsString("usr")));
  }

  @Test
  public void readsNoFileOfTheAgentByTheProcOfTheContainer() throws Exception {
    Stages.Result result = run(HIDDEN, Privilege.USERNS, "#!/bin/perl", SPY);
    assertEquals(result.err(), 0, result.status());
    // The processes of the agent are there to be looked at.
    assertTrue(
        result.out(),
        Integer.parseInt(result.out().replaceAll("(?s).*looked at (\\d+).*", "$1")) > 4);
    assertEquals(1, result.out().lines().count());
  }

  @Test
  public void endsWhatTheScriptLeftRunningThereToo() throws Exception {
    Stages.Result result = run(HIDDEN, Privilege.USERNS, "setsid sleep 1000 & exit 3");
    assertEquals(result.err(), 3, result.status()); // and run() waits for nothing to be left
  }

  /** A pivot_root that refuses, found before the real one. */
  private static List<String> withoutPivotRoot() throws Exception {
    Path bin = STAGES.directory("bin");
    Path refuses = bin.resolve("pivot_root");
    Files.writeString(
        refuses, "#!/bin/sh\necho 'pivot_root: Operation not permitted' >&2\nexit 1\n");
    SmallRoot.run(List.of("chmod", "755", refuses.toString()));
    return List.of("env", "PATH=" + bin + ":" + System.getenv("PATH"));
  }

  @Test
  public void movesTheRootWherePivotRootIsRefused() throws Exception {
    for (Privilege privilege : List.of(Privilege.ROOT, Privilege.USERNS)) {
      Stages.Result result =
          run(
              withoutPivotRoot(),
              privilege,
              "ls /; ls /proc/1/root/ /proc/1/cwd/; pwd; umask; hostname; exit 7");
      assertEquals(result.err(), 7, result.status());
      assertThat(result.err(), containsString("the root is moved over / instead"));
      assertThat(result.out(), not(containsString("usr")));
      assertThat(result.out(), not(containsString("home")));
      assertThat(result.out(), containsString("/\n0022\nstage1\n"));
    }
  }

  @Test
  public void readsNoFileOfTheAgentWherePivotRootIsRefused() throws Exception {
    Stages.Result result = run(withoutPivotRoot(), Privilege.USERNS, "#!/bin/perl", SPY);
    assertEquals(result.err(), 0, result.status());
    assertEquals(result.out(), 1, result.out().lines().count());
  }

  @Test
  public void staysInARootThatWasMovedWhenItTriesToClimbOut() throws Exception {
    Stages.Result result =
        run(
            withoutPivotRoot(),
            Privilege.USERNS,
            "#!/bin/perl",
            "mkdir '/x'; chroot '/x'; chdir '..' for 1..50; chroot '.';",
            "print -e '/usr' || -e '/home' ? \"out\\n\" : \"in\\n\";");
    assertEquals(result.err(), "in\n", result.out());
  }

  @Test
  public void needsNoSysAdminAsRoot() throws Exception {
    List<String> less = List.of("setpriv", "--bounding-set=-sys_admin", "--");
    Path root = STAGES.root(Privilege.ROOT, "root");
    StageRun run = StageRun.of(root, 1, STAGES.script("id -u; ls /; cat /proc/self/uid_map"));
    Stages.Result result =
        STAGES.run(
            with(less, Chroot.command(run, Privilege.USERNS, EnterProgram.inline())), Map.of());
    assertEquals(result.err(), 0, result.status());
    assertThat(result.out(), not(containsString("usr")));
    assertThat(result.out(), containsString("0          0 4294967295"));
  }

  @Test
  public void setsNothingOfTheKernelWhereItsRootIsThatOfTheMachine() throws Exception {
    List<String> less = List.of("setpriv", "--bounding-set=-sys_admin", "--");
    StageRun run =
        StageRun.of(
            STAGES.root(Privilege.ROOT, "root"),
            1,
            STAGES.script("true 2>/dev/null >>/proc/sys/kernel/core_pattern && echo written"));
    Stages.Result result =
        STAGES.run(
            with(less, Chroot.command(run, Privilege.USERNS, EnterProgram.inline())), Map.of());
    assertEquals(result.err(), "", result.out());
  }

  @Test
  public void mapsEveryRangeOfAUser() throws Exception {
    ThrowAwayUser user = STAGES.user();
    SmallRoot.run(
        List.of(
            "usermod",
            "--add-subuids",
            "700000-700998",
            "--add-subgids",
            "700000-700998",
            user.name()));
    Stages.Result result =
        STAGES.run(
            user.as(
                Privilege.USERNS.command(
                    List.of("sh", "-c", "cat /proc/self/uid_map /proc/self/gid_map; id -u"))),
            Map.of());
    assertEquals(result.err(), 0, result.status());
    assertEquals(result.out(), 7, result.out().lines().count());
    assertEquals(2, result.out().lines().filter(l -> l.matches(" *65537 +700000 +999")).count());
  }

  @Test
  public void mapsSeveralRangesOfWhoIsRootAlreadyByEachShell() throws Exception {
    // bash as sh is what the agents of many distributions have.
    for (String shell : List.of("dash", "bash")) {
      List<String> second =
          List.of(
              shell,
              "-c",
              "eval \"$1\"; shift; in_user_namespace \"$@\"",
              "userns",
              EnterProgram.USERNS,
              "cat",
              "/proc/self/uid_map");
      Stages.Result result =
          STAGES.run(STAGES.user().as(Privilege.USERNS.command(second)), Map.of());
      assertEquals(shell + ": " + result.err(), 0, result.status());
      assertTrue(result.out(), result.out().lines().count() > 1);
    }
  }
}
