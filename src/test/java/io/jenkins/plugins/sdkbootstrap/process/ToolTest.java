package io.jenkins.plugins.sdkbootstrap.process;

import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ToolTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** A program that is killed so often before it answers. */
  private List<String> killed(int times) throws Exception {
    Path counter = folder.newFile().toPath();
    return List.of(
        "sh",
        "-c",
        """
        echo >> "$0"
        [ "$(wc -l < "$0")" -gt %d ] || kill -9 $$
        echo answer
        """
            .formatted(times),
        counter.toString());
  }

  @Test
  public void asksAgainWhereTheProgramWasKilled() throws Exception {
    assertEquals(new Tool.Result<>(0, "answer\n", ""), Tool.ask(killed(0)));
    assertEquals(new Tool.Result<>(0, "answer\n", ""), Tool.ask(killed(2)));
  }

  @Test
  public void doesNotAskForEver() throws Exception {
    assertEquals(128 + 9, Tool.ask(killed(1000)).status());
  }

  @Test
  public void asksOnceWhereThereIsAnAnswer() throws Exception {
    Path counter = folder.newFile().toPath();
    List<String> refused = List.of("sh", "-c", "echo >> \"$0\"; exit 3", counter.toString());
    assertEquals(3, Tool.ask(refused).status());
    assertEquals(1, Files.readAllLines(counter).size());
    assertEquals(Tool.MISSING, Tool.ask(List.of("/no/such/program")).status());
  }
}
