package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** What a script that means harm can do and cannot: the table of docs/security.md, row by row. */
@RunWith(Parameterized.class)
@Category(Mounts.class)
public class HostileScriptTest {

  @ClassRule public static final Stages STAGES = new Stages();

  /** Numbers of system calls on the processor that this runs on. */
  private record Calls(int mknod, int pivotRoot, int initModule, int nameToHandle, int openHandle) {

    static final Map<String, Calls> ALL = Map.of("amd64", new Calls(133, 155, 175, 303, 304));
  }

  private static final String CONNECT =
      "socket(S, %d, 1, 0) or die; print connect(S, %s) ? 'reached' : 'refused';";

  @Parameter public Privilege privilege;

  private Calls calls;

  @Parameters(name = "{0}")
  public static Privilege[] privileges() {
    return Privilege.values();
  }

  @Before
  public void knowSystemCalls() {
    calls = Calls.ALL.get(System.getProperty("os.arch"));
    assumeTrue("knows system calls by number on amd64 only", calls != null);
  }

  @Test
  public void seesNoProcessOfTheAgent() throws Exception {
    long agent = ProcessHandle.current().pid();
    assumeTrue("a stage's own processes have small numbers", agent > 300);
    assertEquals(
        "none",
        run("[ -e /proc/" + agent + " ] || kill -0 " + agent + " 2>/dev/null || echo none"));
  }

  @Test
  public void seesNoIpcOfTheAgent() throws Exception {
    String made = output(List.of("ipcmk", "-M", "64")).replaceAll("\\D+", "");
    try {
      // The title, and no segment.
      assertEquals(
          "1", run("n=0; while read -r _; do n=$((n+1)); done </proc/sysvipc/shm; echo $n"));
    } finally {
      output(List.of("ipcrm", "-m", made));
    }
  }

  @Test
  public void renamesOnlyItself() throws Exception {
    String before = Files.readString(Path.of("/proc/sys/kernel/hostname"));
    assertEquals("harm", run("hostname harm; hostname"));
    assertEquals(before, Files.readString(Path.of("/proc/sys/kernel/hostname")));
  }

  @Test
  public void cannotPivotOutOfItsRoot() throws Exception {
    Path agentFile = Files.writeString(STAGES.directory("agent").resolve("file"), "agent");
    assertEquals(
        "out of reach",
        perl(
            "my $o = '/old'; mkdir $o; system('mount --bind /old /old'); chdir '/';"
                + call(calls.pivotRoot, "$o", "$o")
                + "chdir '/'; print -e $_ ? 'reached' : 'out of reach' for '"
                + agentFile
                + "';"));
  }

  @Test
  public void opensNoFileOfTheAgentByItsHandle() throws Exception {
    Path agentFile = Files.writeString(STAGES.directory("agent").resolve("file"), "agent");
    SmallRoot.run(List.of("chmod", "a+r", agentFile.toString()));
    String handle =
        output(
            List.of(
                "perl",
                "-e",
                "my ($f, $h, $m) = ($ARGV[0], pack('Ii', 128, 0) . \"\\0\" x 128, pack('i', 0));"
                    + call(calls.nameToHandle, "-100", "$f", "$h", "$m", "0")
                    + "print unpack('H*', $h);",
                agentFile.toString()));
    assumeTrue("the file system has no handles", !handle.matches("80000000.*"));
    assertEquals(
        "refused",
        perl(
            "my $h = pack('H*', '"
                + handle
                + "'); opendir(D, '/'); "
                + "my $fd = syscall("
                + calls.openHandle
                + ", fileno(D), $h, 0); print $fd < 0 ? 'refused' : 'opened';"));
  }

  @Test
  public void readsADiskOfTheAgentOnlyAsRealRoot() throws Exception {
    Path image =
        Files.write(STAGES.directory("agent").resolve("image"), "sdk".repeat(512).getBytes());
    String disk = output(List.of("losetup", "--find", "--show", image.toString()));
    try {
      int minor = Integer.parseInt(disk.replace("/dev/loop", ""));
      assertEquals(
          privilege == Privilege.USERNS ? "no node" : "opened: sdk",
          openDevice("060600", new int[] {7, minor}));
    } finally {
      output(List.of("losetup", "--detach", disk));
    }
  }

  @Test
  public void readsNoMemoryOfTheAgent() throws Exception {
    assertEquals(
        privilege == Privilege.USERNS ? "no node" : "not opened",
        openDevice("020600", new int[] {1, 1}));
    assertEquals("refused", perl("print open(F, '</proc/kcore') ? 'opened' : 'refused'"));
  }

  @Test
  public void loadsNoModuleAndSetsNoClock() throws Exception {
    String refusal = perl("my $p = ''; " + call(calls.initModule, "0", "0", "$p") + "print $!;");
    assertTrue( // the latter by a kernel that has no modules
        refusal, List.of("Operation not permitted", "Function not implemented").contains(refusal));
    // Rights to: read by handle, modules, raw memory, accounting, kexec, clock, audit, kernel log.
    long forgone =
        1L << 2 | 1L << 16 | 1L << 17 | 1L << 20 | 1L << 22 | 1L << 25 | 1L << 30 | 1L << 34;
    String[] sets =
        run("while read -r k v; do case $k in Cap*) echo $v ;; esac; done </proc/self/status")
            .split("\n");
    assertEquals(5, sets.length);
    for (String set : sets) {
      assertEquals(0, Long.parseUnsignedLong(set, 16) & forgone);
    }
  }

  @Test
  public void setsNothingOfTheKernel() throws Exception {
    assertEquals(
        "",
        perl(
            "for (qw(sysrq-trigger sys/kernel/core_pattern sys/kernel/modprobe sys/vm/drop_caches))"
                + " { print \"$_\\n\" if open(F, '>>', \"/proc/$_\") }"));
  }

  @Test
  public void cannotFillMemoryByDevOrRun() throws Exception {
    assertEquals("full", perl("open(F, '>/dev/big'); for (1 .. 99) { " + WRITE + "}"));
    assertEquals(
        "full", perl("for (1 .. 99999) { open(F, '>', \"/run/$_\") or print('full'), last }"));
    String mounts = run("cat /proc/self/mountinfo");
    List<String> unlimited =
        mounts.lines().filter(m -> m.contains(" /run ") && !m.contains("size=")).toList();
    assertEquals(List.of(), unlimited);
  }

  private static final String WRITE =
      "syswrite(F, \"\\0\" x 65536) == 65536 or print('full'), last; ";

  @Test
  public void reachesServicesOfTheAgentOnlyByTheNetworkItHas() throws Exception {
    try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String connect =
          String.format(
              CONNECT, 2, "pack('S n C4 x8', 2, " + service.getLocalPort() + ", 127, 0, 0, 1)");
      assertEquals("reached", perl(connect));
      assertEquals("refused", perlWithoutNetwork(connect));
    }
  }

  @Test
  public void reachesAbstractSocketsOfTheAgentOnlyByTheNetworkItHas() throws Exception {
    String address = "pack('S', 1) . \"\\0sdkboot-" + ProcessHandle.current().pid() + "\"";
    Process service =
        new ProcessBuilder(
                "perl",
                "-e",
                "$| = 1; socket(S, 1, 1, 0) or die; bind(S, "
                    + address
                    + ") or die; listen(S, 5) or die; print \"on\\n\"; sleep 600")
            .start();
    try {
      String line =
          new BufferedReader(
                  new InputStreamReader(service.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      assertEquals("on", line);
      String connect = String.format(CONNECT, 1, address);
      assertEquals("reached", perl(connect));
      assertEquals("refused", perlWithoutNetwork(connect));
    } finally {
      service.destroyForcibly();
    }
  }

  @Test
  public void makesARepositoryWritableAgainAsWhoOwnsIt() throws Exception {
    Path mine = STAGES.directory("repo");
    Path foreign = STAGES.directory("foreign");
    SmallRoot.run(List.of("chown", "root:root", foreign.toString()));
    SmallRoot.run(List.of("chmod", "755", foreign.toString()));
    StageRun run =
        StageRun.of(
                STAGES.root(privilege, "root"),
                1,
                STAGES.script(
                    "for r in mine foreign; do",
                    "  (: >/$r/easily) 2>/dev/null && echo easily",
                    "  mount -o remount,bind,rw /$r 2>/dev/null; (: >/$r/harm) 2>/dev/null && echo harm to $r",
                    "done"))
            .withBinds(List.of(Bind.readOnly(mine, "/mine"), Bind.readOnly(foreign, "/foreign")));
    String expected =
        privilege == Privilege.USERNS ? "harm to mine\n" : "harm to mine\nharm to foreign\n";
    assertEquals(expected, STAGES.run(run, privilege).out());
  }

  private static String call(int number, String... arguments) {
    return "syscall(" + number + ", " + String.join(", ", arguments) + "); ";
  }

  private String openDevice(String mode, int[] numbers) throws Exception {
    int device = numbers[0] << 8 | numbers[1];
    return perl(
        "my $n = '/dev/node'; my $r = syscall("
            + String.format("%d, $n, %s, %d", calls.mknod, mode, device)
            + "); print $r < 0 ? 'no node' : open(F, '<', $n) ? 'opened: ' : 'not opened';"
            + " read(F, my $first, 3); print $first;");
  }

  private String perl(String program) throws Exception {
    return run(quoted(program));
  }

  private String perlWithoutNetwork(String program) throws Exception {
    return run(
        StageRun.of(STAGES.root(privilege, "root"), 1, STAGES.script(quoted(program)))
            .withNetwork(false));
  }

  /** As a command of the script. */
  private static String quoted(String program) {
    return "perl -e '" + program.replace("'", "'\\''") + "'";
  }

  private String run(String... script) throws Exception {
    return run(StageRun.of(STAGES.root(privilege, "root"), 1, STAGES.script(script)));
  }

  private String run(StageRun run) throws Exception {
    Stages.Result result = STAGES.run(run, privilege);
    assertEquals(result.err(), true, result.status() != Chroot.NOT_ENTERED);
    return result.out().strip();
  }

  private static String output(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
