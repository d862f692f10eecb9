package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.MountTable;
import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import io.jenkins.plugins.sdkbootstrap.process.RawCommand;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks whether stages can run on this agent, before hours of work: by which privilege, and what
 * is missing.
 */
public final class Preflight {

  /**
   * The requirements of the stages.
   *
   * @param privilege how they get their rights
   * @param workDirectory where roots are unpacked; need not exist yet
   * @param arch the architecture of their programs, such as {@code amd64} or {@code arm64}
   * @param bytes free space in the work directory, 0 if unknown
   * @param inodes free inodes there, 0 if unknown
   */
  public record Need(
      PrivilegeSetting privilege, Path workDirectory, String arch, long bytes, long inodes) {}

  private static final List<String> TOOLS =
      List.of(
          "mount", "umount", "unshare", "nsenter", "pivot_root", "setsid", "setpriv", "mountpoint");

  /** Programs whose other versions, such as BusyBox's, lack options. */
  private static final List<String> OF_UTIL_LINUX =
      List.of("unshare", "mount", "umount", "nsenter", "setpriv");

  private static final String ASK =
      """
      echo '== tar'
      tar --version
      echo '== rm'
      rm --help
      for tool do
        echo "== $tool"
        "$tool" --version || :
      done
      """;

  /** The files with the limit of a container's processes, by version of cgroups. */
  private static final List<Path> PIDS =
      List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/pids"));

  /** How many processes a stage needs besides the script: shells, tar, compressing threads. */
  private static final int PROCESSES = 24;

  private static final Pattern UTIL_LINUX = Pattern.compile("util-linux (\\d+)\\.(\\d+)");

  private final Need need;
  private final List<Finding> findings = new ArrayList<>();
  private Privilege privilege;

  private Preflight(Need need) {
    this.need = need;
  }

  /** Checks this agent. Leaves nothing behind. */
  public static Preflight check(Need need) throws IOException, InterruptedException {
    Preflight preflight = new Preflight(need);
    if (preflight.checkProcesses() && preflight.checkTools()) {
      preflight.checkPrivilege();
    }
    preflight.checkFileSystem();
    preflight.checkArch();
    return preflight;
  }

  /**
   * Checks only this agent's programs, which is quick. Returns what is wrong; empty if nothing is.
   */
  public static List<Finding> tools() throws InterruptedException {
    Preflight preflight = new Preflight(null);
    preflight.checkTools();
    return preflight.findings();
  }

  /** Whether a privilege can be tried at all. */
  private boolean checkTools() throws InterruptedException {
    // One shell asks all of them, because starting a program takes most of the time.
    Map<String, String> said = new HashMap<>();
    List<String> command = new ArrayList<>(List.of("sh", "-c", ASK, "sh"));
    command.addAll(OF_UTIL_LINUX);
    for (String part : Tool.ask(command).output().split("(?m)^== ")) {
      int line = part.indexOf('\n');
      if (line > 0) {
        said.put(part.substring(0, line), part.substring(line));
      }
    }
    checkTar(said.getOrDefault("tar", ""));
    checkCoreutils(said.getOrDefault("rm", ""));
    return checkUtilLinux(said);
  }

  /** The machine that this program is for, as distributions call it; empty if unknown. */
  public static Optional<String> machineOf(byte[] elf) {
    return Machine.of(elf).map(Machine::toString);
  }

  /**
   * Whether a root of this architecture may have programs of that machine: if it is the same, or if
   * both run on one machine, such as a 32-bit SDK that a 64-bit one builds.
   */
  public static boolean runs(String machine, String arch) {
    Optional<Machine> wanted = Machine.named(arch);
    Optional<Machine> found = Machine.named(machine);
    return wanted.isEmpty()
        || found.isEmpty()
        || wanted.get().runs(found.get())
        || found.get().runs(wanted.get());
  }

  /** The privilege to use; empty if none works. */
  public Optional<Privilege> privilege() {
    return Optional.ofNullable(privilege);
  }

  /** All findings, in the order of the checks. One of them says which privilege is used. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Whether stages can run. */
  public boolean passed() {
    return findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
  }

  /** Whether the container allows enough processes for the checks themselves. */
  private boolean checkProcesses() throws IOException {
    for (Path group : PIDS) {
      Path most = group.resolve("pids.max");
      Path now = group.resolve("pids.current");
      if (!Files.isReadable(most) || !Files.isReadable(now)) {
        continue;
      }
      String limit = Files.readString(most).strip();
      long left =
          limit.equals("max")
              ? Long.MAX_VALUE
              : Long.parseLong(limit) - Long.parseLong(Files.readString(now).strip());
      if (left < PROCESSES) {
        findings.add(
            Finding.error(
                String.format(
                    "the container may have %s processes and threads and has room for %d more, at"
                        + " least %d are needed: raise its pids limit",
                    limit, left, PROCESSES)));
        return false;
      }
    }
    return true;
  }

  private void checkTar(String said) {
    if (!said.contains("GNU tar")) {
      String state = Tool.installed("tar").isEmpty() ? "missing" : "not GNU tar";
      findings.add(
          Finding.error("tar is " + state + ": install GNU tar, only it keeps all of a root"));
    }
  }

  private void checkCoreutils(String said) {
    // BusyBox's has none of its long options.
    if (!said.contains("--one-file-system")) {
      findings.add(Finding.error("rm does not know --one-file-system: install coreutils"));
    }
  }

  /** Whether all programs exist and are the expected ones. */
  private boolean checkUtilLinux(Map<String, String> said) throws InterruptedException {
    List<String> missing = TOOLS.stream().filter(t -> !Tool.isForRoot(t)).toList();
    if (!missing.isEmpty()) {
      findings.add(
          Finding.error(String.join(", ", missing) + " missing: install util-linux and mount"));
      return false;
    }
    List<String> others = new ArrayList<>();
    List<String> shells = new ArrayList<>();
    Matcher version = null;
    for (String tool : OF_UTIL_LINUX) {
      Matcher found = UTIL_LINUX.matcher(said.getOrDefault(tool, ""));
      if (found.find()) {
        version = found;
      } else if (UTIL_LINUX.matcher(Tool.ask(List.of(tool, "--version")).output()).find()) {
        // BusyBox can be built to prefer its own programs to those in PATH.
        shells.add(tool);
      } else {
        others.add(tool);
      }
    }
    if (!others.isEmpty()) {
      String which = others.size() == 1 ? " is not that" : " are not those";
      findings.add(
          Finding.error(
              String.join(", ", others) + which + " of util-linux: install util-linux and mount"));
    }
    if (!shells.isEmpty()) {
      findings.add(
          Finding.error(
              "sh runs its own "
                  + String.join(", ", shells)
                  + " instead of those of util-linux: install dash or bash as sh"));
    }
    if (!others.isEmpty() || !shells.isEmpty()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < 2 || major == 2 && minor < 36) {
      findings.add(Finding.error(version.group() + " is too old: 2.36 is needed"));
      return false;
    }
    return true;
  }

  private void checkPrivilege() throws IOException, InterruptedException {
    PrivilegeProbe probe = PrivilegeProbe.ofThisProcess();
    List<String> obstacles = new ArrayList<>();
    Path place = place();
    for (Privilege candidate : need.privilege().candidates(probe.isRoot())) {
      Optional<String> obstacle = probe.obstacle(candidate, place);
      if (obstacle.isEmpty()) {
        privilege = candidate;
        findings.add(Finding.info("privilege: " + candidate.label() + ", as user " + probe.user()));
        if (candidate == Privilege.USERNS && !probe.isRoot()) {
          probe.shortRange().ifPresent(line -> findings.add(Finding.warning(line)));
        }
        return;
      }
      obstacles.add(candidate.label() + ": " + obstacle.get());
    }
    findings.add(
        Finding.error(
            "privilege " + need.privilege() + " does not work: " + String.join("; ", obstacles)));
  }

  /** A directory, or its nearest parent that exists. */
  public static Path existing(Path wanted) {
    Path directory = wanted.toAbsolutePath();
    while (!Files.exists(directory)) {
      directory = directory.getParent();
    }
    return directory;
  }

  /** A directory to mount an empty root over. */
  private Path place() throws IOException {
    Path directory = existing(need.workDirectory()).toRealPath();
    return directory.getNameCount() > 0 ? directory : Path.of("/tmp");
  }

  private void checkFileSystem() throws IOException, InterruptedException {
    Path directory = existing(need.workDirectory());
    Optional<MountTable.Mount> mount =
        MountTable.read().holding(PathBytes.of(directory.toRealPath()));
    if (mount.isPresent()) {
      checkMountOptions(mount.get());
    }
    long bytes = Files.getFileStore(directory).getUsableSpace();
    if (bytes < need.bytes()) {
      findings.add(
          Finding.error(
              String.format(
                  "%d MB are free in %s, about %d MB are needed: make room or use another place",
                  bytes >> 20, need.workDirectory(), need.bytes() >> 20)));
    }
    if (need.inodes() > 0) {
      checkInodes(directory);
    }
  }

  private void checkMountOptions(MountTable.Mount mount) {
    if (mount.options().contains("noexec")) {
      findings.add(Finding.error(mounted(mount, "noexec", "no program of a root runs there")));
    }
    if (mount.options().contains("nosuid")) {
      findings.add(Finding.warning(mounted(mount, "nosuid", "setuid programs gain no rights")));
    }
    // A user namespace cannot make device nodes anyway.
    if (mount.options().contains("nodev") && privilege != Privilege.USERNS) {
      findings.add(Finding.warning(mounted(mount, "nodev", "device nodes there do not work")));
    }
  }

  private static String mounted(MountTable.Mount mount, String option, String effect) {
    return String.format(
        "%s is mounted %s: %s; remount it or use another place", mount.shown(), option, effect);
  }

  private void checkInodes(Path directory) throws IOException, InterruptedException {
    // Java does not know the inodes. Some file systems (btrfs) have no fixed number and report 0 of
    // 0.
    Tool.Result<String> result =
        Tool.ask(RawCommand.of(List.of("stat", "-f", "-c%c %d", "--"), directory));
    if (result.status() != 0) {
      throw new IOException("stat -f " + directory + ": " + result.firstLine());
    }
    String[] totalAndFree = result.firstLine().split(" ");
    long free = Long.parseLong(totalAndFree[1]);
    if (Long.parseLong(totalAndFree[0]) > 0 && free < need.inodes()) {
      findings.add(
          Finding.error(
              String.format(
                  "%d inodes are free in %s, about %d are needed: make room or use another place",
                  free, need.workDirectory(), need.inodes())));
    }
  }

  private void checkArch() throws IOException, InterruptedException {
    String kernel = Tool.ask(List.of("uname", "-m")).firstLine();
    Optional<Machine> wanted = Machine.named(need.arch());
    Optional<Machine> host = Machine.named(kernel);
    if (need.arch().equals(kernel)
        || wanted.isPresent() && host.isPresent() && host.get().runs(wanted.get())) {
      return;
    }
    if (wanted.isEmpty()) {
      findings.add(
          Finding.warning(
              "architecture " + need.arch() + " is unknown: its programs may not run here"));
      return;
    }
    checkHandler(wanted.get(), kernel);
  }

  private void checkHandler(Machine machine, String kernel) throws IOException {
    Optional<Binfmt.Handler> handler = Binfmt.handler(machine);
    if (handler.isEmpty() && machine == Machine.ARM && kernel.equals("aarch64")) {
      findings.add(
          Finding.warning(
              "arm programs run on this aarch64 agent only if its processor has a 32-bit mode"));
    } else if (handler.isEmpty()) {
      findings.add(
          Finding.error(
              String.format(
                  "nothing runs %s programs on this %s agent:"
                      + " install qemu-user-static and binfmt-support, or use an agent of %1$s",
                  machine, kernel)));
    } else if (!handler.get().fixed()) {
      findings.add(
          Finding.error(
              String.format(
                  "%s runs %s programs only where a root has it: register it with the flag F"
                      + " (qemu-user-static does)",
                  handler.get().interpreter(), machine)));
    } else {
      findings.add(
          Finding.info(
              String.format("%s programs are run by %s", machine, handler.get().interpreter())));
    }
  }
}
