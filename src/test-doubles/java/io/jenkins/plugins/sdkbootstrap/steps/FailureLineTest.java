package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.Test;

/** The line that the build log has of a failure on an agent. */
public class FailureLineTest {

  @Test
  public void saysEachReasonOnce() {
    IOException failure = new IOException("a: b", new IOException("b", new IOException("c\n d")));
    assertEquals("a: b: c d", OneLine.of(failure).getMessage());
    assertEquals("NoSuchFileException: /x", OneLine.of(new NoSuchFileException("/x")).getMessage());
  }

  @Test
  public void saysWhatToDoAboutAClassThatTheAgentCannotLoadAnyMore() {
    NoClassDefFoundError error = new NoClassDefFoundError("Could not initialize class X");
    assertEquals(
        "Remote call on a1 failed: Could not initialize class X: the agent cannot load that class;"
            + " disconnect it, and launch it again",
        OneLine.of(new IOException("Remote call on a1 failed", error)).getMessage());
  }
}
