package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

@Category(Mounts.class)
public class RootRemovalTest {

  @ClassRule public static final Stages STAGES = new Stages();

  @Test
  public void removesARootOfEachPrivilege() throws Exception {
    for (Privilege privilege : Privilege.values()) {
      Path root = STAGES.root(privilege, "root");
      // Of an owner whom the user cannot become but by the privilege, and closed to others.
      SmallRoot.run(
          STAGES.as(
              privilege,
              privilege.command(
                  List.of(
                      "sh",
                      "-c",
                      "mkdir -m 700 \"$1/own\" && touch \"$1/own/f\" && chown -R 5:6 \"$1/own\"",
                      "sh",
                      root.toString()))));
      STAGES.own(root.getParent());
      Stages.Result result =
          STAGES.run(
              STAGES.as(
                  privilege, STAGES.java(Remove.class, privilege.name(), root.toUri().toString())),
              Map.of());
      assertEquals(result.err(), 0, result.status());
      assertFalse(Files.exists(root));
      assertTrue(Files.exists(root.getParent()));
    }
  }

  @Test
  public void removesARootWithAnOddNameInThePosixLocale() throws Exception {
    Path parent = STAGES.directory("roots");
    SmallRoot.run(
        List.of(
            "sh", "-c", "mkdir \"$1/$(printf '\\377 \\\\0101\\n.')\"", "sh", parent.toString()));
    Stages.Result result =
        STAGES.run(
            STAGES.java(Remove.class, "ROOT", parent.toUri() + "%FF%20%5C0101%0A."),
            Map.of("LC_ALL", "POSIX"));
    assertEquals(result.err(), 0, result.status());
    assertEquals(List.of(parent.toString()), Stages.everythingIn(parent));
  }

  @Test
  public void removesImmutableFilesAsWhoMayAndSetsOthersAside() throws Exception {
    Path root = STAGES.root(Privilege.ROOT, "root");
    SmallRoot.run(List.of("chattr", "+i", root.resolve("bin/cat").toString()));
    RootRemoval.remove(root, Privilege.ROOT);
    assertFalse(Files.exists(root));

    Path stuck = STAGES.root(Privilege.ROOT, "root");
    String said = RootRemoval.removeOrSetAside(stuck, plain -> List.of("false")).orElseThrow();
    assertThat(said, containsString("it is set aside as " + stuck.resolveSibling("unremovable-")));
    assertFalse(Files.exists(stuck));
    List<Path> aside = RootRemoval.setAsideIn(stuck.getParent());
    assertEquals(1, aside.size());
    assertTrue(Files.exists(aside.get(0).resolve("bin/sh")));
    RootRemoval.remove(aside.get(0), Privilege.ROOT);
    assertEquals(List.of(), RootRemoval.setAsideIn(stuck.getParent()));
  }

  @Test
  public void refusesARootWithSomethingMountedBelowIt() throws Exception {
    Path root = STAGES.root(Privilege.ROOT, "root");
    Path below = Files.createDirectories(root.resolve("a b\\n"));
    SmallRoot.run(List.of("mount", "-t", "tmpfs", "t", below.toString()));
    try {
      IOException e =
          assertThrows(IOException.class, () -> RootRemoval.remove(root, Privilege.ROOT));
      assertEquals(
          "cannot remove the root " + root + ": unmount " + below + " first", e.getMessage());
      assertTrue(Files.exists(root.resolve("bin/sh")));
    } finally {
      SmallRoot.run(List.of("umount", below.toString()));
    }
    RootRemoval.remove(root, Privilege.ROOT);
    assertFalse(Files.exists(root));
  }

  @Test
  public void refusesALinkAndTheAgentsOwnRoot() throws Exception {
    Path directory = STAGES.directory("d");
    Path link = Files.createSymbolicLink(directory.resolve("link"), STAGES.directory("target"));
    IOException e = assertThrows(IOException.class, () -> RootRemoval.remove(link, Privilege.ROOT));
    assertThat(e.getMessage(), containsString("it is not a directory"));
    e = assertThrows(IOException.class, () -> RootRemoval.remove(Path.of("/"), Privilege.ROOT));
    assertThat(e.getMessage(), containsString("it is the agent's own"));
  }

  @Test
  public void doesNothingWhereThereIsNoRoot() throws Exception {
    RootRemoval.remove(STAGES.directory("d").resolve("none"), Privilege.ROOT);
  }

  /** Removes a root in a JVM of its own: privilege, URI. */
  static final class Remove {
    public static void main(String[] args) throws Exception {
      RootRemoval.remove(Path.of(java.net.URI.create(args[1])), Privilege.valueOf(args[0]));
    }
  }
}
