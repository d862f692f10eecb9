package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** An ordinary user of this machine, made for a test and removed after it. */
public final class ThrowAwayUser {

  private static final int TRIES = 20;

  private final String name;

  private ThrowAwayUser(String name) {
    this.name = name;
  }

  /** With a range of subordinate ids and every right by sudo. */
  public static ThrowAwayUser able() throws Exception {
    ThrowAwayUser user = create("a");
    Path rule = Files.writeString(user.sudoRule(), user.name + " ALL=(ALL) NOPASSWD: ALL\n");
    Files.setPosixFilePermissions(rule, PosixFilePermissions.fromString("r--r-----"));
    return user;
  }

  /** Without subordinate ids and without sudo. */
  static ThrowAwayUser plain() throws Exception {
    return create("p", "--key", "SUB_UID_COUNT=0", "--key", "SUB_GID_COUNT=0");
  }

  private static ThrowAwayUser create(String kind, String... options) throws Exception {
    String name = "sdkboot-" + kind + ProcessHandle.current().pid();
    List<String> command = new ArrayList<>(List.of("useradd", "--no-create-home"));
    command.addAll(List.of(options));
    command.addAll(List.of("--user-group", "--shell", "/bin/sh", name));
    locked(command);
    return new ThrowAwayUser(name);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The command as this user; the process that starts it becomes it. */
  public List<String> as(List<String> command) {
    List<String> whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid", name, "--regid", name, "--init-groups", "--"));
    whole.addAll(command);
    return whole;
  }

  /** Removes it; none of its processes may run any more. */
  public void remove() throws Exception {
    Files.deleteIfExists(sudoRule());
    locked(List.of("userdel", name));
  }

  private Path sudoRule() {
    return Path.of("/etc/sudoers.d", name);
  }

  /** Another build on this machine may hold the lock of the user database. */
  private static void locked(List<String> command) throws Exception {
    for (int i = 1; ; i++) {
      Tool.Result<String> result = Tool.run(command);
      if (result.status() == 0) {
        return;
      }
      boolean again = result.output().contains("cannot lock") && i < TRIES;
      assertTrue(result.output(), again);
      Thread.sleep(500);
    }
  }
}
