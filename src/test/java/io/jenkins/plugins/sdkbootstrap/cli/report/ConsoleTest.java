package io.jenkins.plugins.sdkbootstrap.cli.report;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class ConsoleTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  public void gluesNothingToALineOfAStageThatHasNoEnd() throws IOException {
    try (Console console = new Console(out, out, false, false)) {
      write(console.stageLog(), "one\ntwo");
      console.say("of the command");
      write(console.stageLog(), "thr");
      write(console.stageLog(), "ee\n");
      console.say("of the command");
      write(console.stageLog(), "four");
    }
    out.print("error");
    assertEquals(
        "one\ntwo\nof the command\nthree\nof the command\nfour\nerror",
        shown.toString(StandardCharsets.UTF_8));
  }

  private static void write(OutputStream log, String text) throws IOException {
    log.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
