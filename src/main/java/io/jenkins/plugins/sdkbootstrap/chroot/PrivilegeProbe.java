package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries whether a privilege can enter a stage, and if not, finds out why. */
final class PrivilegeProbe {

  /** How many ids a root's files may use: up to 65534, nobody. */
  private static final int IDS = 65535;

  /** Bits in a set of capabilities. */
  private static final int CHOWN = 0;

  private static final int DAC_OVERRIDE = 1;
  private static final int FOWNER = 3;
  private static final int SETGID = 6;

  private static final int SETUID = 7;
  private static final int SYS_CHROOT = 18;
  private static final int SYS_ADMIN = 21;

  /** The message of newuidmap if the process has another group than its user. */
  private static final Pattern OTHER_GROUP = Pattern.compile("\\bgid:(\\d+) pw_gid:(\\d+)");

  /** Programs of util-linux that a container may refuse: their errors begin with their names. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(unshare|nsenter|mount|umount|pivot_root|chroot|setpriv|chown|chmod|mkdir): .*");

  private static final List<Path> SUBORDINATE_IDS =
      List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid"));

  private static final Pattern RANGE = Pattern.compile("[^:]*:([0-9]{1,10}):([0-9]{1,10})");

  private static final List<String> NAMESPACES = List.of("user", "mnt", "pid", "ipc", "uts", "net");

  private final Map<String, String> process;
  private final Optional<String> name;
  private final int uid;

  private PrivilegeProbe(Map<String, String> process, Optional<String> name) {
    this.process = process;
    this.name = name;
    this.uid = Integer.parseInt(process.get("Uid").split("\\s+")[1]);
  }

  /** For the user whom this process runs as. */
  static PrivilegeProbe ofThisProcess() throws IOException, InterruptedException {
    Map<String, String> process = new HashMap<>();
    for (String line :
        Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
      String[] field = line.split(":\\s*", 2);
      process.put(field[0], field[field.length - 1]);
    }
    if (!process.containsKey("Uid")) {
      throw new IOException("/proc/self/status names no Uid");
    }
    Tool.Result<String> name = Tool.ask(List.of("id", "-un"));
    return new PrivilegeProbe(
        process, name.status() == 0 ? Optional.of(name.firstLine()) : Optional.empty());
  }

  /** The user's name. */
  String user() {
    return name.orElse(Integer.toString(uid));
  }

  /** Whether that is root. */
  boolean isRoot() {
    return uid == 0;
  }

  /**
   * Why the privilege does not work, and what to do; empty if it works.
   *
   * @param directory an existing directory, over which an empty root is mounted for the trial,
   *     where nobody else sees it
   */
  Optional<String> obstacle(Privilege privilege, Path directory)
      throws IOException, InterruptedException {
    if (privilege == Privilege.ROOT && !isRoot()) {
      return Optional.of("this is " + user() + ", not root");
    }
    if (privilege == Privilege.USERNS
        && !isRoot()
        && !(Tool.isForRoot("newuidmap") && Tool.isForRoot("newgidmap"))) {
      return Optional.of("newuidmap and newgidmap are missing: install uidmap");
    }
    if (privilege == Privilege.SUDO && !Tool.isForRoot("sudo")) {
      return Optional.of("sudo is missing: install it");
    }
    Tool.Result<String> trial = Tool.ask(Chroot.trial(directory, privilege));
    if (trial.status() == 0) {
      return privilege == Privilege.SUDO ? whatSudoChanges() : Optional.empty();
    }
    String said = reason(trial);
    if (said.contains("fork") || said.contains("Resource temporarily unavailable")) {
      return Optional.of(
          "no more processes can be started (" + said + "): raise the pids limit, or ulimit -u");
    }
    Optional<String> limit = namespaceLimit();
    if (limit.isPresent()) {
      return limit;
    }
    return Optional.of(
        switch (privilege) {
          case ROOT -> whyNoMounts(said);
          case USERNS -> whyNoNamespace(said);
          case SUDO -> whyNoSudo(said);
        });
  }

  /** What the trial said last before it gave up; enter.sh says also what it does, and notes. */
  private static String reason(Tool.Result<String> trial) {
    List<String> lines = trial.output().lines().filter(line -> !line.isBlank()).toList();
    String last = lines.isEmpty() ? trial.firstLine() : lines.get(lines.size() - 1);
    return last.startsWith(Chroot.COMPLAINT) ? last.substring(Chroot.COMPLAINT.length()) : last;
  }

  /** What the map of a user namespace leaves out; empty if nothing. */
  Optional<String> shortRange() throws InterruptedException {
    Tool.Result<String> maps =
        Tool.ask(Privilege.USERNS.command(List.of("cat", "/proc/self/uid_map")));
    Tool.Result<String> groups =
        Tool.ask(Privilege.USERNS.command(List.of("cat", "/proc/self/gid_map")));
    if (maps.status() != 0 || groups.status() != 0) {
      return Optional.empty();
    }
    long ids = Math.min(ids(maps.output()), ids(groups.output()));
    return ids >= IDS
        ? Optional.empty()
        : Optional.of(
            user()
                + " has only "
                + ids
                + " ids of /etc/subuid or /etc/subgid here: files of owners above cannot be"
                + " unpacked");
  }

  /** How many ids from 0 on are mapped without a gap. */
  private static long ids(String map) {
    Map<Long, Long> ranges = new HashMap<>();
    for (String line : map.lines().toList()) {
      String[] fields = line.strip().split("\\s+");
      ranges.put(Long.parseLong(fields[0]), Long.parseLong(fields[2]));
    }
    long next = 0;
    for (Long length; (length = ranges.get(next)) != null; ) {
      next += length;
    }
    return next - 1; // the user's own id is not of a range
  }

  private static Optional<String> namespaceLimit() throws IOException {
    for (String kind : NAMESPACES) {
      String setting = "max_" + kind + "_namespaces";
      if (is("user/" + setting, "0")) {
        String what = kind.equals("user") ? "user namespaces are" : kind + " namespaces are";
        return Optional.of(what + " disabled: sysctl user." + setting + "=15000");
      }
    }
    return Optional.empty();
  }

  private String whyNoMounts(String said) {
    if (!has(SYS_ADMIN)) {
      return "root may not mount here (" + said + "): the container lacks SYS_ADMIN";
    }
    if (!has(SYS_CHROOT)) {
      return said + ": the container lacks SYS_CHROOT";
    }
    if (!(has(CHOWN) && has(DAC_OVERRIDE) && has(FOWNER))) {
      return "root may not do all with files ("
          + said
          + "): the container lacks CHOWN, DAC_OVERRIDE or FOWNER";
    }
    return said + confinement(said);
  }

  /**
   * The first range behind those of others, as {@code useradd} would take it: who has the ids of
   * another user has that user's files.
   */
  private static String freeRange() throws IOException {
    long first = 100_000;
    for (Path file : SUBORDINATE_IDS) {
      for (String line :
          Files.exists(file)
              ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
              : List.<String>of()) {
        Matcher range = RANGE.matcher(line);
        if (range.matches()) {
          first = Math.max(first, Long.parseLong(range.group(1)) + Long.parseLong(range.group(2)));
        }
      }
    }
    return first + "-" + (first + 65_535);
  }

  private String whyNoNamespace(String said) throws IOException {
    if (is("kernel/unprivileged_userns_clone", "0")) {
      return "user namespaces are disabled: sysctl kernel.unprivileged_userns_clone=1";
    }
    if (is("kernel/apparmor_restrict_unprivileged_userns", "1")) {
      return "AppArmor restricts user namespaces:"
          + " sysctl kernel.apparmor_restrict_unprivileged_userns=0, or a profile for unshare";
    }
    if (said.startsWith("unshare:")) {
      return "user namespaces are refused (" + said + ")" + confinement(said);
    }
    if (!isRoot() && name.isEmpty()) {
      return "user "
          + uid
          + " has no entry in /etc/passwd, without which newuidmap gives no ids: add one, and a"
          + " range for it in /etc/subuid and /etc/subgid";
    }
    if (!isRoot() && "1".equals(process.get("NoNewPrivs"))) {
      return "no_new_privs keeps newuidmap from the right to give ids: allowPrivilegeEscalation: true"
          + " in Kubernetes, no --security-opt no-new-privileges in Docker and podman";
    }
    if (!isRoot() && !(has("CapBnd", SETUID) && has("CapBnd", SETGID))) {
      return "newuidmap and newgidmap need SETUID and SETGID, which the container lacks: add both to"
          + " its capabilities";
    }
    Matcher otherGroup = OTHER_GROUP.matcher(said);
    if (otherGroup.find()) {
      return "newuidmap gives ids only to the group that the user has in /etc/passwd, and its group is "
          + otherGroup.group(1)
          + ": runAsGroup: "
          + otherGroup.group(2)
          + " in Kubernetes, --user "
          + uid
          + ":"
          + otherGroup.group(2)
          + " in Docker and podman";
    }
    if (said.contains("has no range in")) {
      String free = freeRange();
      return said
          + ": usermod --add-subuids "
          + free
          + " --add-subgids "
          + free
          + " "
          + user()
          + "; in a container whose own ids end below, 1-999 and 1001-65535 around its own id";
    }
    if (said.startsWith("root may not map ids")) {
      return said + ": give the container these capabilities";
    }
    if (said.startsWith("newuidmap: write to") || said.startsWith("newgidmap: write to")) {
      return said
          + ": it must be setuid root, or have the capability setuid (newgidmap: setgid), which copies"
          + " of an image without attributes lose";
    }
    if (said.startsWith("no new /proc")) {
      return said + ": procMount: Unmasked in Kubernetes, --security-opt unmask=ALL in podman";
    }
    return said + confinement(said);
  }

  /**
   * What a container adds to the rights of users, and what to give it; empty where this was not
   * said by what it may refuse.
   */
  private String confinement(String said) {
    if (!REFUSED.matcher(said).matches()) {
      return "";
    }
    String label = "";
    try {
      label = Files.readString(Path.of("/proc/self/attr/current")).replace("\0", "").strip();
    } catch (IOException e) {
      // There is no such module.
    }
    if (label.endsWith("(enforce)")) {
      return ": the AppArmor profile "
          + label.substring(0, label.indexOf(' '))
          + " is in force; run the container without it (appArmorProfile: {type: Unconfined} in"
          + " Kubernetes)";
    }
    if ("2".equals(process.get("Seccomp"))) {
      return ": its seccomp profile is in force; give the container one that lets unshare, mount,"
          + " umount and setns, or none (seccompProfile: {type: Unconfined} in Kubernetes)";
    }
    return "";
  }

  private boolean has(int capability) {
    return has("CapEff", capability);
  }

  private boolean has(String set, int capability) {
    return (Long.parseUnsignedLong(process.getOrDefault(set, "0"), 16) >> capability & 1) == 1;
  }

  private String whyNoSudo(String said) throws InterruptedException {
    Tool.Result<String> allowed = Tool.ask(Privilege.SUDO.command(List.of("true")));
    if (allowed.status() == 0) {
      return said;
    }
    if ("1".equals(process.get("NoNewPrivs"))) {
      return "no_new_privs keeps sudo from its rights";
    }
    return "sudo -n is not allowed ("
        + allowed.firstLine()
        + "): "
        + user()
        + " needs NOPASSWD: ALL";
  }

  /**
   * Archives go through sudo's pipes, and a stage ends when its input does. A sudo that logs what
   * goes through puts pipes of its own between, and loses the end of what was in them.
   */
  private static Optional<String> whatSudoChanges() throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", ": | { readlink /proc/self/fd/0 /proc/self/fd/1; \"$@\"; }", "sh"));
    command.addAll(
        Privilege.SUDO.command(List.of("readlink", "/proc/self/fd/0", "/proc/self/fd/1")));
    List<String> pipes = Tool.ask(command).output().lines().toList();
    return pipes.size() == 4 && pipes.subList(0, 2).equals(pipes.subList(2, 4))
        ? Optional.empty()
        : Optional.of(
            "sudo puts pipes of its own between and loses data: have !log_input, !log_output and"
                + " !use_pty for this user in sudoers");
  }

  private static boolean is(String sysctl, String value) throws IOException {
    Path file = Path.of("/proc/sys", sysctl);
    return Files.isReadable(file) && Files.readString(file).strip().equals(value);
  }
}
