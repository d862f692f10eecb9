package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * One thing that is wrong with an sdk.yaml.
 *
 * @param place where
 * @param message what is wrong and what to do, one line
 */
public record ConfigProblem(Place place, String message) implements Serializable {

  /** Requires both. */
  public ConfigProblem {
    Objects.requireNonNull(place);
    Objects.requireNonNull(message);
  }

  /**
   * A place in an sdk.yaml.
   *
   * @param file the file's name, as it was given to the parser
   * @param line counted from 1
   * @param column counted from 1
   * @param key the key's path, such as {@code stages[2].script} (stages count from 1, as
   *     everywhere); empty for the file as a whole
   */
  public record Place(String file, int line, int column, String key) implements Serializable {

    /** Something that is wrong here. */
    public ConfigProblem problem(String message) {
      return new ConfigProblem(this, message);
    }

    @Override
    public String toString() {
      return file + ":" + line + ":" + column + (key.isEmpty() ? "" : ": " + shown());
    }

    /** A key may have any text, even a line break, which must not get into a log. */
    private String shown() {
      StringBuilder out = new StringBuilder();
      key.codePoints()
          .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
          .forEach(out::appendCodePoint);
      return out.toString();
    }
  }

  /** One line: {@code file:line:column: key: message}. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
