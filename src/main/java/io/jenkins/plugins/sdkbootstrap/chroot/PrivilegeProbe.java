package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds out by trying whether a privilege can do what {@code enter.sh} does, and if not, why. */
final class PrivilegeProbe {

  /** How many ids a root's files may have: up to 65534, nobody. */
  private static final int IDS = 65535;

  // The proc mount is what containers with a masked /proc refuse.
  private static final List<String> TRIAL =
      List.of(
          "unshare",
          "--mount",
          "--pid",
          "--ipc",
          "--uts",
          "--net",
          "--kill-child",
          "--",
          "mount",
          "-n",
          "-t",
          "proc",
          "proc",
          "/proc");

  private final String user;
  private final int uid;

  private PrivilegeProbe(String user, int uid) {
    this.user = user;
    this.uid = uid;
  }

  /** For the user whom this process runs as. */
  static PrivilegeProbe ofThisProcess() throws IOException, InterruptedException {
    int uid =
        Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).stream()
            .filter(line -> line.startsWith("Uid:"))
            .map(line -> Integer.parseInt(line.split("\\s+")[2]))
            .findFirst()
            .orElseThrow(() -> new IOException("/proc/self/status names no Uid"));
    Tool.Result<String> name = Tool.ask(List.of("id", "-un"));
    return new PrivilegeProbe(name.status() == 0 ? name.firstLine() : Integer.toString(uid), uid);
  }

  /** The user's name. */
  String user() {
    return user;
  }

  /** Whether that is root. */
  boolean isRoot() {
    return uid == 0;
  }

  /** Why the privilege does not work, and what to do; empty if it works. */
  Optional<String> obstacle(Privilege privilege) throws IOException, InterruptedException {
    if (privilege == Privilege.ROOT && !isRoot()) {
      return Optional.of("this is " + user + ", not root");
    }
    if (privilege == Privilege.USERNS
        && (!Tool.isForRoot("newuidmap") || !Tool.isForRoot("newgidmap"))) {
      return Optional.of("newuidmap and newgidmap are missing: install uidmap");
    }
    if (privilege == Privilege.SUDO && !Tool.isForRoot("sudo")) {
      return Optional.of("sudo is missing: install it");
    }
    if (privilege == Privilege.USERNS) {
      // First without a map: where this fails, unshare 2.38 leaves the child that is to map behind.
      Tool.Result<String> namespace = Tool.ask(List.of("unshare", "--user", "true"));
      if (namespace.status() != 0) {
        return Optional.of(whyNoNamespace(namespace));
      }
    }
    Tool.Result<String> trial = Tool.ask(privilege.command(TRIAL));
    if (trial.status() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (privilege) {
          case ROOT ->
              "root may not mount here (" + trial.firstLine() + "): give the container SYS_ADMIN";
          case USERNS -> whyNoNamespace(trial);
          case SUDO -> whyNoSudo(trial);
        });
  }

  /** What the map of a user namespace leaves out; empty if nothing. */
  Optional<String> shortRange() throws IOException {
    long ids = Math.min(range("/etc/subuid"), range("/etc/subgid"));
    return ids >= IDS || ids == 0
        ? Optional.empty()
        : Optional.of(
            user
                + " has only "
                + ids
                + " ids in /etc/subuid or /etc/subgid: files of owners above cannot be unpacked");
  }

  private String whyNoNamespace(Tool.Result<String> trial) throws IOException {
    if (is("user/max_user_namespaces", "0")) {
      return "user namespaces are disabled: sysctl user.max_user_namespaces=15000";
    }
    if (is("kernel/unprivileged_userns_clone", "0")) {
      return "user namespaces are disabled: sysctl kernel.unprivileged_userns_clone=1";
    }
    if (is("kernel/apparmor_restrict_unprivileged_userns", "1")) {
      return "AppArmor restricts user namespaces:"
          + " sysctl kernel.apparmor_restrict_unprivileged_userns=0, or a profile for unshare";
    }
    if (range("/etc/subuid") == 0 || range("/etc/subgid") == 0) {
      return user
          + " has no range in /etc/subuid and /etc/subgid: usermod --add-subuids 100000-165535"
          + " --add-subgids 100000-165535 "
          + user;
    }
    return trial.firstLine();
  }

  private String whyNoSudo(Tool.Result<String> trial) throws IOException, InterruptedException {
    Tool.Result<String> allowed = Tool.ask(Privilege.SUDO.command(List.of("true")));
    return allowed.status() == 0
        ? trial.firstLine()
        : "sudo -n is not allowed (" + allowed.firstLine() + "): " + user + " needs NOPASSWD: ALL";
  }

  private static boolean is(String sysctl, String value) throws IOException {
    Path file = Path.of("/proc/sys", sysctl);
    return Files.isReadable(file) && Files.readString(file).strip().equals(value);
  }

  /** The length of the user's first range, the one that unshare maps; 0 if there is none. */
  private long range(String file) throws IOException {
    if (!Files.isReadable(Path.of(file))) {
      return 0;
    }
    for (String line : Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1)) {
      String[] fields = line.strip().split(":");
      boolean ours = fields[0].equals(user) || fields[0].equals(Integer.toString(uid));
      if (fields.length == 3 && ours) {
        return Long.parseLong(fields[2]);
      }
    }
    return 0;
  }
}
