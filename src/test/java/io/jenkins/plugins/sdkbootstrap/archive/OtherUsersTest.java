package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Packing and unpacking where the process itself has few rights, or knows few names. */
public class OtherUsersTest {

  private static final String USER = "sdkb-archive-test";

  private static final String AS_USER =
      "setpriv --reuid=" + USER + " --regid=" + USER + " --clear-groups ";

  /** cap_net_raw+ep, as the kernel keeps it. */
  private static final String CAPABILITY = "\1\0\0\2\0\40\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void worksInThePosixLocale() throws Exception {
    Path base = folder.getRoot().toPath();
    Path root = base.resolve("tree");
    Trees.plain(root);
    for (String[] arguments :
        new String[][] {{"archive", "tree", "a.tar.zst"}, {"unpack", "a.tar.zst", "copy"}}) {
      ProcessBuilder builder = Child.java(arguments);
      builder.directory(base.toFile());
      builder.environment().remove("LANG");
      builder.environment().put("LC_ALL", "POSIX");
      assertEquals("", Child.errors(builder));
    }
    Trees.assertSame(root, base.resolve("copy"));
  }

  @Test
  public void worksForAnOrdinaryUserInAUserNamespace() throws Exception {
    Assume.assumeTrue("making a user needs root", Shell.succeeds("[ \"$(id -u)\" = 0 ]"));
    Assume.assumeTrue("needs uidmap", Shell.succeeds("command -v newuidmap setpriv"));
    Path base = folder.getRoot().toPath();
    Shell.run(base, "id " + USER + " >/dev/null 2>&1 && userdel " + USER + "; useradd -M " + USER);
    try {
      Assume.assumeTrue(
          "needs user namespaces",
          Shell.succeeds(AS_USER + "unshare --user --map-root-user --map-auto true"));
      roundTrip(base);
    } finally {
      Shell.run(base, "userdel " + USER);
    }
  }

  private void roundTrip(Path base) throws Exception {
    Files.write(base.resolve("a.tar"), seed());
    // What the user can read of the classes, which may lie in a home that is closed to others.
    String classes = System.getProperty("java.class.path").replace(':', ' ');
    Shell.run(base, "mkdir classes; cp -r " + classes + " classes/; chown -R " + USER + " .");
    assertEquals(
        "skipped: 1 attributes trusted.overlay.opaque, 1 device nodes\n",
        asUser(base, "unpack a.tar root"));
    assertEquals("", asUser(base, "archive root b.tar"));
    assertEquals(
        "drwxr-xr-x 0/0 ./\n-rw-r--r-- 0/0 ./capable\nd--------- 0/0 ./closed/\n"
            + "-rw-r--r-- 0/0 ./closed/in\ndrwxr-xr-x 0/0 ./dev/\n-rw-r--r-- 0/0 ./f\n"
            + "hrw-r--r-- 0/0 ./g\n-rws------ 1234/0 ./owned\n",
        Shell.text(base, "tar --numeric-owner -tvf b.tar | awk '{print $1, $2, $6}'"));
    assertEquals(
        "1\n1\n",
        Shell.text(
            base,
            "grep -ac SCHILY.xattr.security.capability b.tar; grep -ac xattr.user.a=b b.tar"));
    asUser(base, "unpack b.tar copy");
    Trees.assertSame(base.resolve("root"), base.resolve("copy"));
    Files.write(base.resolve("c.tar"), new TarBuilder().folder("./").symlink("./", "x").end());
    assertEquals(
        "c.tar: ./ (at byte 512 of the tar stream): the root itself must be a directory\n",
        asUser(base, "unpack c.tar third 2>&1 || :"));
    assertEquals("a.tar\nb.tar\nc.tar\nclasses\ncopy\nroot\n", Shell.text(base, "ls -A"));
  }

  private static String asUser(Path base, String arguments) throws Exception {
    return Shell.text(
        base,
        AS_USER
            + System.getProperty("java.home")
            + "/bin/java -cp 'classes/*:classes/classes:classes/test-classes' "
            + ArchiveMain.class.getName()
            + " userns "
            + arguments);
  }

  private static byte[] seed() {
    return new TarBuilder()
        .folder("./")
        .pax("SCHILY.xattr.trusted.overlay.opaque", "y", "SCHILY.xattr.user.a", "b")
        .file("./f", "content")
        .hardLink("./g", "./f")
        .folder("./dev")
        .device("./dev/null", 1, 3)
        .entry(
            '0',
            "./owned",
            "",
            new byte[0],
            h -> h.octal(TarBlock.UID, 8, 1234).octal(TarBlock.MODE, 8, 04700))
        .pax("SCHILY.xattr.security.capability", CAPABILITY)
        .file("./capable", "x")
        .entry('5', "./closed", "", new byte[0], h -> h.octal(TarBlock.MODE, 8, 0))
        .file("./closed/in", "x")
        .end();
  }
}
