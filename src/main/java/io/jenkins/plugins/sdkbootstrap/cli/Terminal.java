package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Whether the command runs on a terminal. */
final class Terminal {

  private Terminal() {}

  static boolean isThere() {
    Console console = System.console();
    return console != null && isTerminal(console);
  }

  /**
   * Since Java 22 there is a console without a terminal, and a method that tells; before, there is
   * none without.
   */
  static boolean isTerminal(Object console) {
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
