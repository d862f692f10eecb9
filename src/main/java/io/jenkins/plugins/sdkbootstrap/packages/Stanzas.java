package io.jenkins.plugins.sdkbootstrap.packages;

import java.util.Arrays;

/** Texts of fields, {@code Name: value}, in stanzas with an empty line between them. */
final class Stanzas {

  private final Lines lines;
  private final String[] names;
  private final String[] values;
  private int line;
  private int wrong;

  /**
   * Stands before the first stanza.
   *
   * @param bytes the file; null if it does not exist
   * @param names the fields that are asked for, in lower case
   */
  Stanzas(byte[] bytes, String... names) {
    this.lines = new Lines(bytes);
    this.names = names;
    this.values = new String[names.length];
  }

  /** Goes to the next stanza; false at the end. */
  boolean next() {
    Arrays.fill(values, "");
    line = 0;
    wrong = 0;
    int last = -1;
    boolean found = false;
    while (lines.next()) {
      if (lines.isBlank()) {
        if (found) {
          return true;
        }
        line = 0;
        continue;
      }
      line = line == 0 ? lines.number() : line;
      boolean continues = Lines.isSpace(lines.at(0));
      int colon = continues ? -1 : lines.indexOf(':');
      if (continues && last != -1) {
        // Texts of licenses are long, and nobody asks for more than a field's beginning.
        if (last >= 0 && values[last].isEmpty()) {
          values[last] = lines.text(lines.from());
        }
      } else if (colon > lines.from() && lines.indexOf('\0') < 0) {
        found = true;
        last = field(colon);
        if (last >= 0) {
          values[last] = lines.text(colon + 1);
        }
      } else if (lines.at(0) != '#' && wrong == 0) {
        found = true;
        wrong = lines.number();
      }
    }
    return found;
  }

  /** Which of the fields ends its name here; -2 for another one. */
  private int field(int colon) {
    for (int i = 0; i < names.length; i++) {
      if (isNamed(names[i], colon)) {
        return i;
      }
    }
    return -2;
  }

  private boolean isNamed(String name, int colon) {
    if (colon - lines.from() != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      // Letters of both cases are the same with this bit; no other character becomes a letter.
      if ((lines.at(i) | 0x20) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first line of a field that is not empty; empty where the stanza has none. */
  String get(String field) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(field)) {
        return values[i];
      }
    }
    throw new IllegalArgumentException(field);
  }

  /** The number of its first line, from 1. */
  int line() {
    return line;
  }

  /** The number of a line that is no field; 0 where there is none. */
  int wrong() {
    return wrong;
  }
}
