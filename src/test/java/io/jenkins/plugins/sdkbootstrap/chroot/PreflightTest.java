package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Preflight as other users and on agents where something is missing. */
@Category(Mounts.class)
public class PreflightTest {

  @ClassRule public static final Stages STAGES = new Stages();

  private static final List<String> TOOLS =
      List.of(
          "sh",
          "id",
          "uname",
          "stat",
          "mount",
          "umount",
          "unshare",
          "nsenter",
          "pivot_root",
          "setsid",
          "setpriv",
          "mountpoint",
          "newuidmap",
          "newgidmap",
          "sudo",
          "tar");

  /** The number of the system call on x86-64. */
  private static final int MOUNT = 165;

  @Test
  public void takesTheLeastPrivilegeThatWorks() throws Exception {
    assertThat(check("auto", List.of()), containsString("INFO privilege: root, as user root"));
    String user = STAGES.user().name();
    assertEquals(
        "INFO privilege: rootless, as user " + user + "\n",
        check("auto", STAGES.user().as(List.of())));
    assertEquals(
        "INFO privilege: sudo, as user " + user + "\n", check("sudo", STAGES.user().as(List.of())));
  }

  @Test
  public void namesTheSettingThatDisablesUserNamespaces() throws Exception {
    String found = check("userns", inNamespace("echo 0 >/proc/sys/user/max_user_namespaces"));
    assertThat(
        found,
        containsString(
            "ERROR privilege userns does not work: rootless: user namespaces are disabled:"
                + " sysctl user.max_user_namespaces=15000"));
  }

  @Test
  public void saysWhatAUserWithoutAnythingLacks() throws Exception {
    ThrowAwayUser plain = ThrowAwayUser.plain();
    try {
      String found = check("auto", plain.as(List.of()));
      assertThat(
          found,
          containsString(
              "rootless: "
                  + plain.name()
                  + " has no range in /etc/subuid of ids that exist here: usermod --add-subuids "));
      Matcher range = Pattern.compile("--add-subgids ([0-9]+)-([0-9]+) ").matcher(found);
      assertTrue(found, range.find());
      long first = Long.parseLong(range.group(1));
      assertEquals(first + 65_535, Long.parseLong(range.group(2)));
      for (String line : Files.readAllLines(Path.of("/etc/subuid"))) {
        String[] fields = line.split(":");
        assertTrue(line, Long.parseLong(fields[1]) + Long.parseLong(fields[2]) <= first);
      }
      assertThat(found, containsString("sudo: sudo -n is not allowed"));
      assertThat(check("root", plain.as(List.of())), containsString("not root"));
    } finally {
      plain.remove();
    }
  }

  @Test
  public void worksWithoutSysAdminAsRoot() throws Exception {
    assertThat(
        check("auto", List.of("setpriv", "--bounding-set=-sys_admin", "--")),
        containsString("INFO privilege: rootless, as user root"));
    assertThat(
        check("root", List.of("setpriv", "--bounding-set=-sys_admin", "--")),
        containsString("the container lacks SYS_ADMIN"));
    assertThat(
        check("auto", List.of("setpriv", "--bounding-set=-sys_admin,-setfcap,-setuid", "--")),
        containsString("root may not map ids: it lacks SETUID, SETGID or SETFCAP"));
  }

  @Test
  public void namesWhatAContainerTakesFromAUser() throws Exception {
    List<String> noNew = new ArrayList<>(STAGES.user().as(List.of("setpriv", "--no-new-privs")));
    assertThat(check("userns", noNew), containsString("allowPrivilegeEscalation: true"));
    List<String> nobody =
        List.of("setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups", "--");
    assertThat(check("userns", nobody), containsString("user 54321 has no entry in /etc/passwd"));
    assertThat(
        check("userns", inNamespace("echo 0 >/proc/sys/user/max_pid_namespaces")),
        containsString("pid namespaces are disabled: sysctl user.max_pid_namespaces=15000"));
  }

  @Test
  public void triesWhatIsDoneWherePivotRootIsRefused() throws Exception {
    List<String> less = List.of("setpriv", "--bounding-set=-sys_chroot", "--");
    assertThat(check("auto", less), containsString("INFO privilege: rootless, as user root"));
    assertThat(check("root", less), containsString("the container lacks SYS_CHROOT"));
  }

  @Test
  public void triesFilesOfOthers() throws Exception {
    for (String right : List.of("chown", "dac_override", "fowner")) {
      List<String> less = List.of("setpriv", "--bounding-set=-" + right, "--");
      assertThat(check("auto", less), containsString("INFO privilege: rootless, as user root"));
      assertThat(
          check("root", less), containsString("the container lacks CHOWN, DAC_OVERRIDE or FOWNER"));
    }
  }

  @Test
  public void blamesASeccompProfileOnlyForWhatItRefuses() throws Exception {
    // A filter is in force in nearly every container.
    List<String> noDevice = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec"));
    noDevice.add("mount -t tmpfs t /dev; mknod -m 666 /dev/null c 1 3; exec \"$@\"");
    noDevice.add("sh");
    noDevice.addAll(refusing(-1));
    String found = check("root", noDevice);
    assertThat(found, containsString("the agent has no device /dev/zero"));
    assertThat(found, not(containsString("seccomp")));
    assertThat(check("root", refusing(MOUNT)), containsString("its seccomp profile is in force"));
  }

  /** Runs a command under a seccomp filter that refuses this system call of x86-64. */
  private static List<String> refusing(int call) {
    String program =
        """
        import ctypes, os, struct, sys
        ins = [(0x20, 0, 0, 0), (0x15, 0, 1, %d & 0xffffffff), (6, 0, 0, 0x50001), (6, 0, 0, 0x7fff0000)]
        code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *i) for i in ins))
        prog = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(ins), ctypes.addressof(code)))
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.prctl(22, 2, prog) == 0, os.strerror(ctypes.get_errno())
        os.execvp(sys.argv[1], sys.argv[1:])
        """;
    return List.of("python3", "-c", program.formatted(call));
  }

  @Test
  public void namesWhatNewuidmapLacks() throws Exception {
    List<String> dropped =
        new ArrayList<>(List.of("setpriv", "--bounding-set=-setuid,-setgid", "--reuid"));
    dropped.addAll(
        List.of(STAGES.user().name(), "--regid", STAGES.user().name(), "--clear-groups"));
    assertThat(
        check("userns", dropped),
        containsString(
            "newuidmap and newgidmap need SETUID and SETGID, which the container lacks"));
    List<String> group = new ArrayList<>(List.of("setpriv", "--reuid", STAGES.user().name()));
    group.addAll(List.of("--regid", "0", "--clear-groups", "--"));
    assertThat(check("userns", group), containsString("its group is 0"));
  }

  @Test
  public void namesASudoThatCutsPipes() throws Exception {
    Path rule = Path.of("/etc/sudoers.d", STAGES.user().name() + "-log");
    Files.writeString(rule, "Defaults:" + STAGES.user().name() + " log_output\n");
    try {
      assertThat(
          check("sudo", STAGES.user().as(List.of())),
          containsString("sudo puts pipes of its own between and loses data"));
    } finally {
      Files.delete(rule);
      SmallRoot.run(List.of("rm", "-rf", "/var/log/sudo-io/" + STAGES.user().name()));
    }
  }

  @Test
  public void namesMissingPrograms() throws Exception {
    Path bin = tools();
    Files.delete(bin.resolve("newuidmap"));
    List<String> asUser = new ArrayList<>(onlyWith(bin));
    asUser.addAll(STAGES.user().as(List.of()));
    assertThat(
        check("userns", asUser),
        containsString("newuidmap and newgidmap are missing: install uidmap"));
    assertThat(checkWithout("sudo", "sudo"), containsString("sudo is missing"));
    assertThat(
        checkWithout("tar", "auto"), containsString("ERROR tar is missing: install GNU tar"));
    assertThat(
        checkWithout("setpriv", "auto"),
        containsString("ERROR setpriv missing: install util-linux"));
  }

  @Test
  public void refusesThePoorerProgramsOfBusyBox() throws Exception {
    Path bin = tools();
    for (String tool : List.of("tar", "unshare")) {
      Files.delete(bin.resolve(tool));
      Path poor = bin.resolve(tool);
      Files.writeString(
          poor,
          "#!"
              + bin
              + "/sh\necho \""
              + tool
              + ": unrecognized option '--version'\" >&2\n"
              + "echo 'BusyBox v1.35.0 () multi-call binary.' >&2\nexit 1\n");
      SmallRoot.run(List.of("chmod", "+x", poor.toString()));
    }
    String found = check("auto", onlyWith(bin));
    assertThat(found, containsString("ERROR tar is not GNU tar"));
    assertThat(found, containsString("ERROR unshare is not that of util-linux"));
  }

  @Test
  public void namesTheOptionsOfTheFileSystem() throws Exception {
    Path work = STAGES.directory("work");
    String mount = "mount -t tmpfs -o noexec,nosuid,nodev,size=1m,nr_inodes=100 t '" + work + "'";
    List<String> prefix = List.of("unshare", "--mount", "sh", "-c", mount + "; exec \"$@\"", "sh");
    String found = check(prefix, "auto", work.resolve("not/yet"), "amd64", 64 << 20, 1000);
    assertThat(found, containsString("ERROR " + work + " is mounted noexec: no program"));
    assertThat(found, containsString("WARNING " + work + " is mounted nosuid"));
    assertThat(found, containsString("WARNING " + work + " is mounted nodev"));
    assertThat(found, containsString("ERROR 1 MB are free in " + work + "/not/yet, about 64 MB"));
    assertThat(found, containsString("ERROR 99 inodes are free in " + work + "/not/yet"));
  }

  @Test
  public void asksForAHandlerOfAForeignArchitecture() throws Exception {
    String foreign =
        Machine.named(System.getProperty("os.arch")).get() == Machine.S390X ? "arm64" : "s390x";
    String binfmt = "mount -t binfmt_misc b /proc/sys/fs/binfmt_misc";
    String found = checkArch(foreign, binfmt);
    assertThat(found, containsString("ERROR nothing runs " + foreign + " programs on this"));
    found = checkArch(foreign, binfmt + "; " + register(foreign, ""));
    assertThat(found, containsString("ERROR /bin/true runs " + foreign + " programs only where"));
    found = checkArch(foreign, binfmt + "; " + register(foreign, "F"));
    assertThat(found, containsString("INFO " + foreign + " programs are run by /bin/true"));
    assertThat(found, not(containsString("ERROR")));
  }

  @Test
  public void knowsArchitecturesByAllTheirNames() {
    assertEquals(Machine.ARM64, Machine.named("aarch64").get());
    assertEquals(Machine.AMD64, Machine.named("x86_64").get());
    assertEquals(Machine.X86, Machine.named("i386").get());
    assertEquals(Machine.PPC64LE, Machine.named("ppc64el").get());
  }

  /** In a user namespace, whose handlers are its own. */
  private static String checkArch(String arch, String setUp) throws Exception {
    return check(inNamespace(setUp), "root", Path.of("/tmp"), arch, 0, 0);
  }

  private static String register(String arch, String flags) {
    byte[] header = Machine.named(arch).get().elfHeader();
    StringBuilder magic = new StringBuilder();
    StringBuilder mask = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      magic.append(String.format("\\\\x%02x", header[i]));
      mask.append(i == 7 ? "\\\\x00" : "\\\\xff");
    }
    return String.format(
        "printf '%%b' ':test:M::%s:%s:/bin/true:%s' >/proc/sys/fs/binfmt_misc/register",
        magic, mask, flags);
  }

  /** Root in a user namespace of its own, after this. */
  private static List<String> inNamespace(String setUp) {
    return List.of(
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-ec",
        setUp + "; exec \"$@\"",
        "sh");
  }

  private static String checkWithout(String tool, String privilege) throws Exception {
    Path bin = tools();
    Files.delete(bin.resolve(tool));
    return check(privilege, onlyWith(bin));
  }

  /** A directory of copies of the programs that preflight looks for. */
  private static Path tools() throws Exception {
    Path bin = STAGES.directory("bin");
    for (String tool : TOOLS) {
      for (String directory : List.of("/usr/bin/", "/usr/sbin/")) {
        Path program = Path.of(directory + tool);
        if (Files.exists(program)) {
          SmallRoot.run(List.of("cp", "-Lp", program.toString(), bin.toString()));
        }
      }
    }
    return bin;
  }

  /** An agent whose other directories of programs are empty. */
  private static List<String> onlyWith(Path bin) throws Exception {
    String hide =
        String.format(
            "for d in /usr/local/sbin /usr/sbin /usr/bin; do mount --bind '%s' $d; done;"
                + " PATH='%s'; exec \"$@\"",
            STAGES.directory("empty"), bin);
    return List.of("unshare", "--mount", "sh", "-ec", hide, "sh");
  }

  private static String check(String privilege, List<String> prefix) throws Exception {
    String arch = System.getProperty("os.arch");
    return check(prefix, privilege, Path.of("/"), arch, 0, 0);
  }

  private static String check(
      List<String> prefix, String privilege, Path work, String arch, long bytes, long inodes)
      throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        STAGES.java(Check.class, privilege, work.toString(), arch, bytes + "", inodes + ""));
    Stages.Result result = STAGES.run(command, Map.of());
    assertEquals(result.err(), 0, result.status());
    return result.out();
  }

  /** Prints the findings: privilege, work directory, architecture, bytes, inodes. */
  static final class Check {
    public static void main(String[] args) throws Exception {
      Preflight preflight =
          Preflight.check(
              new Preflight.Need(
                  PrivilegeSetting.parse(args[0]),
                  Path.of(args[1]),
                  args[2],
                  Long.parseLong(args[3]),
                  Long.parseLong(args[4])));
      preflight.findings().forEach(f -> System.out.println(f.severity() + " " + f.line()));
    }
  }
}
