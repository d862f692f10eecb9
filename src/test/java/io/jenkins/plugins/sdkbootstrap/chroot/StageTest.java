package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** What a script finds around it, under each privilege. */
@RunWith(Parameterized.class)
@Category(Mounts.class)
public class StageTest {

  @ClassRule public static final Stages STAGES = new Stages();

  @Parameter public Privilege privilege;

  @Parameters(name = "{0}")
  public static Privilege[] privileges() {
    return Privilege.values();
  }

  @Test
  public void passesOnlyTheDeclaredEnvironment() throws Exception {
    Path root = root();
    StageRun run =
        StageRun.of(root, 3, STAGES.script("env -0 >\"$STAGE_ROOT/env\"; cat /proc/1/environ"))
            .withEnv(Map.of("SDK_NAME", "mini", "size", "9", "root", "/elsewhere"));
    Stages.Result result =
        STAGES.run(
            STAGES.as(privilege, Chroot.command(run, privilege, EnterProgram.inline())),
            Map.of("SECRET", "hunter2", "LANG", "de_DE.UTF-8"));
    String[] variables = Files.readString(run.stageRoot().resolve("env")).split("\0");
    assertEquals(
        List.of(
            "HOME=/root",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "PWD=/", // by the script's own shell
            "SDK_NAME=mini",
            "STAGE=3",
            "STAGE_ROOT=/tmp/stage3root",
            "root=/elsewhere",
            "size=9"),
        Stream.of(variables).sorted().toList());
    assertEquals(
        List.of("ENTER", "PATH"),
        Stream.of(result.out().split("\0")).map(v -> v.split("=")[0]).sorted().toList());
  }

  @Test
  public void keepsValuesAndNamesOfAnyCharacters() throws Exception {
    String odd = "re po\n'\"$(id)`id`\\0101 %s\u00e9*";
    Path repo = STAGES.directory(odd);
    Files.writeString(repo.resolve("recipe"), "found");
    StageRun run =
        StageRun.of(
                STAGES.root(privilege, "root " + odd),
                1,
                STAGES.script("printf '%s' \"$VALUE\"; cat \"$REPO/recipe\""))
            .withEnv(Map.of("VALUE", odd + "\n\n", "REPO", "/repos/" + odd))
            .withBinds(List.of(Bind.readOnly(repo, "/repos/" + odd)))
            .withHostname("stage-1.example");
    Stages.Result result = STAGES.run(run, privilege);
    assertEquals(result.err(), odd + "\n\nfound", result.out());
  }

  @Test
  public void returnsTheStatusOfTheScript() throws Exception {
    assertEquals(7, run("exit 7").status());
    assertEquals(128 + 9, run("kill -KILL $$").status());
    assertEquals(128 + 15, run("kill -TERM 0; sleep 100").status());
  }

  @Test
  public void runsAScriptByTheInterpreterItNames() throws Exception {
    assertEquals("#!/bin/cat\nhello\n", run("#!/bin/cat", "hello").out());
    assertEquals("hello", run("#! /bin/perl -w", "print 'hello';").out());
  }

  @Test
  public void namesAnInterpreterThatTheRootLacks() throws Exception {
    Stages.Result result = run("#!/usr/bin/python3", "print(1)");
    assertEquals(Chroot.NOT_ENTERED, result.status());
    assertThat(result.err(), containsString("the root has no /usr/bin/python3"));
  }

  @Test
  public void saysThatAScriptHasTheLineEndsOfAnotherSystem() throws Exception {
    Stages.Result result = run("#!/bin/sh\r", "echo\r");
    assertEquals(Chroot.NOT_ENTERED, result.status());
    assertThat(result.err(), containsString("the script's lines end in CR LF"));
  }

  @Test
  public void givesTheScriptAPlainStart() throws Exception {
    Stages.Result result =
        STAGES.run(
            StageRun.of(
                    root(),
                    1,
                    STAGES.script(
                        "pwd; umask; cat; id -u; hostname; ls \"$STAGE_ROOT\"",
                        "while read -r key value; do",
                        "  case $key in SigIgn:) echo ignored ${value#?????????} ;; esac",
                        "done </proc/self/status"))
                .withHostname("stage1"),
            privilege);
    assertEquals(result.err(), "/\n0022\n0\nstage1\nignored 0000000\n", result.out());
  }

  @Test
  public void resetsSignalsThatTheCallerIgnores() throws Exception {
    StageRun run = StageRun.of(root(), 1, STAGES.script("kill -INT $$; echo survived"));
    List<String> command = Chroot.command(run, privilege, EnterProgram.inline());
    Stages.Result result =
        STAGES.run(STAGES.as(privilege, shell("trap '' INT HUP; exec \"$@\"", command)), Map.of());
    assertEquals(result.out(), 128 + 2, result.status());
  }

  @Test
  public void passesNoDescriptorOfTheCaller() throws Exception {
    StageRun run = StageRun.of(root(), 1, STAGES.script("ls -l /proc/self/fd /proc/1/fd | cat"));
    List<String> command = Chroot.command(run, privilege, EnterProgram.inline());
    Stages.Result result =
        STAGES.run(
            STAGES.as(
                privilege, shell("exec 3</etc/passwd 5</ 9</etc/hosts; exec \"$@\"", command)),
            Map.of());
    assertEquals(result.err(), 0, result.status());
    assertThat(result.out(), containsString("0 -> /dev/null"));
    assertThat(result.out(), not(containsString("/etc/")));
    assertThat(result.out(), not(containsString("-> /\n")));
  }

  @Test
  public void hasItsOwnDevices() throws Exception {
    String script =
        String.join(
            "\n",
            "echo gone >/dev/null; echo kept >/dev/shm/f; cat /dev/shm/f",
            "perl -e 'open(P, \"+</dev/ptmx\") and print \"pty\\n\"'",
            "echo out >/dev/stdout; perl -e 'print -c \"/dev/$_\" ? 1 : 0 for"
                + " qw(null zero full random urandom tty)'");
    StageRun run = StageRun.of(root(), 1, STAGES.script(script));
    List<String> command =
        STAGES.as(
            privilege,
            shell("\"$@\" | cat", Chroot.command(run, privilege, EnterProgram.inline())));
    Stages.Result result = STAGES.run(command, Map.of());
    assertEquals(result.err(), "kept\npty\nout\n111111", result.out());
    boolean said = result.err().contains("device nodes cannot be made here");
    assertEquals(privilege == Privilege.USERNS, said);
  }

  @Test
  public void namesItsActions() throws Exception {
    Path repo = STAGES.directory("repo");
    Path cache = STAGES.directory("cache");
    Stages.Result result =
        STAGES.run(
            StageRun.of(root(), 2, STAGES.script("#!/bin/sh", ":"))
                .withNetwork(false)
                .withBinds(
                    List.of(Bind.readOnly(repo, "/repos/a"), Bind.readWrite(cache, "/cache"))),
            privilege);
    assertEquals(
        String.join(
            "\n",
            "mount /proc",
            "mount /dev",
            "mount /run",
            "network off",
            "bind /repos/a from " + repo + " (read-only)",
            "bind /cache from " + cache + " (read-write)",
            "run /tmp/stage.sh by /bin/sh\n"),
        result.err().replaceAll("(?m)^device nodes.*\n", ""));
  }

  @Test
  public void runsWithoutNetworkButLoopback() throws Exception {
    Path root = root();
    Stages.Result result =
        STAGES.run(
            StageRun.of(root, 1, STAGES.script("cat /proc/net/dev /proc/net/fib_trie"))
                .withNetwork(false),
            privilege);
    List<String> interfaces =
        result
            .out()
            .lines()
            .filter(l -> l.matches(" *\\w+: .*"))
            .map(l -> l.strip().split(":")[0])
            .toList();
    assertEquals(List.of("lo"), interfaces);
    assertThat("lo is up", result.out(), containsString("127.0.0.1"));
    assertFalse(Files.exists(root.resolve("etc/resolv.conf")));
  }

  @Test
  public void bindsTheResolverOfTheAgentReadOnly() throws Exception {
    Stages.Result result = run("cat /etc/resolv.conf; echo nameserver ::1 >/etc/resolv.conf");
    assertEquals(Files.readString(Path.of("/etc/resolv.conf")), result.out());
    assertThat(result.err(), containsString("Read-only file system"));
  }

  @Test
  public void keepsRepositoriesAndMountsBelowThemReadOnlyForRoot() throws Exception {
    Path repo = STAGES.directory("repo");
    Path below = Files.createDirectory(repo.resolve("su b"));
    SmallRoot.run(
        List.of(
            "mount", "-t", "tmpfs", "-o", "nosuid,nodev,noexec,noatime", "t", below.toString()));
    try {
      Files.writeString(repo.resolve("a"), "a");
      Files.writeString(below.resolve("b"), "b");
      SmallRoot.run(List.of("chmod", "-R", "a+rwX", repo.toString()));
      Stages.Result result =
          STAGES.run(
              StageRun.of(
                      root(),
                      1,
                      STAGES.script(
                          "cat /r/a '/r/su b/b'",
                          "for f in /r/a '/r/su b/b'; do",
                          "  (echo changed >\"$f\"); rm \"$f\"; chmod 600 \"$f\"",
                          "  touch \"$f.new\" && echo written",
                          "done"))
                  .withBinds(List.of(Bind.readOnly(repo, "/r"))),
              privilege);
      assertEquals(result.err(), "ab", result.out());
      assertEquals("a", Files.readString(repo.resolve("a")));
      assertEquals("b", Files.readString(below.resolve("b")));
    } finally {
      SmallRoot.run(List.of("umount", below.toString()));
    }
  }

  @Test
  public void keepsWhatIsWrittenToCaches() throws Exception {
    Path cache = STAGES.directory("cache");
    Files.writeString(cache.resolve("old"), "old");
    Stages.Result result =
        STAGES.run(
            StageRun.of(root(), 1, STAGES.script("cat /c/old; echo new >/c/new"))
                .withBinds(
                    List.of(
                        Bind.readWrite(
                            Files.writeString(cache.resolve("old"), "old").getParent(), "/c"))),
            privilege);
    assertEquals(result.err(), "old", result.out());
    assertEquals("new\n", Files.readString(cache.resolve("new")));
    String owner = Files.getOwner(cache.resolve("new")).getName();
    assertEquals(privilege == Privilege.USERNS ? STAGES.user().name() : "root", owner);
  }

  @Test
  public void refusesAStageRootWithSomethingInIt() throws Exception {
    Path root = root();
    Files.createDirectories(root.resolve("tmp/stage1root/etc"));
    Stages.Result result = STAGES.run(StageRun.of(root, 1, STAGES.script(":")), privilege);
    assertEquals(Chroot.NOT_ENTERED, result.status());
    assertThat(result.err(), containsString("/tmp/stage1root in the root is not empty"));
  }

  private Path root() throws Exception {
    return STAGES.root(privilege, "root");
  }

  private Stages.Result run(String... script) throws Exception {
    return STAGES.run(StageRun.of(root(), 1, STAGES.script(script)), privilege);
  }

  /** A shell that does this with the command as its arguments. */
  private static List<String> shell(String text, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("sh", "-c", text, "sh"));
    whole.addAll(command);
    return whole;
  }
}
