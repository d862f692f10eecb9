package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** The template {@code minimal}, from init to an SDK that is used and makes its successor. */
@Category(Mounts.class)
public class MinimalTemplateTest {

  private static final String VERSION = "1.0.0+2026-11-26-0700";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path directory;

  @Before
  public void makeSeed() throws Exception {
    TinySdk.assumeChroot(folder.getRoot().toPath());
    directory = folder.getRoot().toPath().resolve("sdk");
    TinySdk.command("init", "--template", "minimal", directory.toString()).requireDone();
    String said = TinySdk.run("sh", directory.resolve("seed.sh").toString());
    assertEquals("made seeds/seed.tar.gz\n", said);
  }

  private Outcome bootstrap(String store, String... more) {
    String[] arguments = {
      "--config", directory.resolve("sdk.yaml").toString(),
      "--store", directory.resolve(store).toString(),
      "--version", VERSION
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return TinySdk.command(all);
  }

  @Test
  public void makesAnSdkThatGreetsAndMakesItsSuccessor() throws Exception {
    bootstrap("store").requireDone();
    Path root = directory.resolve("root");
    TinySdk.command("unpack", sdk("store").toString(), root.toString()).requireDone();
    Path script = directory.resolve("try.sh");
    Files.writeString(script, "hello\n");
    Outcome greeting =
        TinySdk.command("chroot", "--script", script.toString(), root.toString()).requireDone();
    assertTrue(
        greeting.toString(),
        greeting.out().contains("hello from minimal-sdk " + VERSION + ", stage 4\n"));

    bootstrap("next", "--seed-tarball", sdk("store").toString()).requireDone();
    TinySdk.command("verify", "--chain", sdk("next").toString()).requireDone();
  }

  @Test
  public void canBeReusedByItsInputs() throws Exception {
    Path config = directory.resolve("sdk.yaml");
    Files.writeString(config, Files.readString(config) + "reuse: inputs\n");
    bootstrap("store").requireDone();
    Outcome next =
        TinySdk.command(
                "--config", config.toString(),
                "--store", directory.resolve("store").toString(),
                "--version", "next")
            .requireDone();
    assertEquals(next.toString(), 4, next.out().split(": reuse, ", -1).length - 1);
  }

  private Path sdk(String store) throws Exception {
    try (var files = Files.list(directory.resolve(store).resolve("minimal-sdk"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("minimal-sdk-.*\\.tar\\.zst"))
          .findFirst()
          .orElseThrow();
    }
  }
}
