package io.jenkins.plugins.sdkbootstrap.cli.report;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class TerminalTest {

  /** As a console is since Java 22. */
  public static final class NewConsole {
    private final boolean terminal;

    NewConsole(boolean terminal) {
      this.terminal = terminal;
    }

    /** As {@code java.io.Console.isTerminal}. */
    public boolean isTerminal() {
      return terminal;
    }
  }

  @Test
  public void believesAConsoleThatTells() {
    assertTrue(Terminal.isTerminal(new NewConsole(true)));
    assertFalse(Terminal.isTerminal(new NewConsole(false)));
  }

  @Test
  public void takesAnOldConsoleForATerminal() {
    assertTrue(Terminal.isTerminal(new Object()));
  }
}
