package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

@Category(Mounts.class)
public class RemoveTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void removesARootAndNothingElse() throws Exception {
    TinySdk.assumeChroot(folder.getRoot().toPath());
    Path root = folder.newFolder("root").toPath();
    Path outside = folder.newFile("outside").toPath();
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/link"), outside);
    assertEquals(
        "removed " + root + "\n", TinySdk.command("remove", root.toString()).requireDone().out());
    assertFalse(Files.exists(root));
    assertTrue(Files.exists(outside));
  }

  @Test
  public void refusesWhatIsNoRoot() throws Exception {
    Path file = folder.newFile("file").toPath();
    Outcome outcome = TinySdk.command("remove", file.toString());
    assertEquals(Exit.WRONG_INPUT, outcome.status());
    assertEquals("bootstrap-sdk: no root: no directory " + file + "\n", outcome.err());
    assertTrue(Files.exists(file));
    assertEquals(
        Exit.WRONG_INPUT, TinySdk.command("remove", folder.getRoot() + "/nowhere").status());
  }

  @Test
  public void refusesWhatSomebodyWorksIn() throws Exception {
    Path project = folder.newFolder("project").toPath();
    Files.createFile(project.resolve("sdk.yaml"));
    refused(project, "it has an sdk.yaml");
    Path store = folder.newFolder("store").toPath();
    Path sdk = Files.createDirectory(store.resolve("sdk"));
    Files.createFile(sdk.resolve("stage1-amd64-1.intoto.json"));
    refused(store, "it is a store");
    refused(sdk, "it is a store");
    refused(Path.of(""), "the current directory is in it");
    refused(Path.of("..").toRealPath(), "the current directory is in it");
    String home = System.getProperty("user.home");
    Path homes = folder.newFolder("homes").toPath();
    System.setProperty("user.home", homes.resolve("me").toString());
    try {
      refused(homes, "your home directory is in it");
    } finally {
      System.setProperty("user.home", home);
    }
  }

  private static void refused(Path root, String why) {
    // An empty path is what '.' becomes.
    String argument = root.toString().isEmpty() ? "." : root.toString();
    Outcome outcome = TinySdk.command("remove", argument);
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertEquals(
        "bootstrap-sdk: " + argument + " is no unpacked root: " + why + "; use rm if it is to go\n",
        outcome.err());
    assertTrue(Files.exists(root));
  }
}
