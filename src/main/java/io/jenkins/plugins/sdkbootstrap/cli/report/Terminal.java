package io.jenkins.plugins.sdkbootstrap.cli.report;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/** Whether the command runs on a terminal, and whether that has colours. */
public final class Terminal {

  private Terminal() {}

  /** Escape sequences that people know the meaning of. */
  public enum Colour {
    ERROR("1;31"),
    WARNING("33"),
    GOOD("32"),
    STRONG("1");

    private final String code;

    Colour(String code) {
      this.code = code;
    }

    /** The text in this colour, where standard output shows it. */
    public String out(String text) {
      return paint(text, hasColours("1"));
    }

    /** The text in this colour, where standard error shows it. */
    public String err(String text) {
      return paint(text, hasColours("2"));
    }

    private String paint(String text, boolean coloured) {
      return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
  }

  /** Not where NO_COLOR or CLICOLOR say so, nor where the file behind the descriptor is another. */
  private static boolean hasColours(String descriptor) {
    if (!isThere() || !Ansi.AUTO.enabled()) {
      return false;
    }
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor))
          .toString()
          .matches("/dev/(pts/|tty|console).*");
    } catch (IOException e) {
      return false;
    }
  }

  public static boolean isThere() {
    Console console = System.console();
    return console != null && isTerminal(console);
  }

  /**
   * Since Java 22 there is a console without a terminal, and a method that tells; before, there is
   * none without.
   */
  public static boolean isTerminal(Object console) {
    Method method;
    try {
      method = console.getClass().getMethod("isTerminal");
    } catch (NoSuchMethodException e) {
      return true;
    }
    try {
      // The console's own class need not be accessible, Console is.
      if (console instanceof Console) {
        method = Console.class.getMethod("isTerminal");
      }
      return (boolean) method.invoke(console);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
