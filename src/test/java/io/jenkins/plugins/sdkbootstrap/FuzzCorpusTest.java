package io.jenkins.plugins.sdkbootstrap;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Replays what the fuzzer found, and what it began with: src/test/resources/fuzz/TARGET/NAME. */
@RunWith(Parameterized.class)
public class FuzzCorpusTest {

  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

  @Parameters(name = "{0}")
  public static FuzzTarget[] targets() {
    return FuzzTarget.values();
  }

  @Parameter public FuzzTarget target;

  @Test
  public void readsOrRefusesEveryCaseOnceFound() throws Exception {
    List<Path> cases = files(CORPUS.resolve(target.folder()));
    assertTrue("nothing to begin with", !cases.isEmpty());
    for (Path file : cases) {
      byte[] data = Files.readAllBytes(file);
      try {
        target.accept(data);
      } catch (Throwable e) {
        throw new AssertionError(file.toString(), e);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
