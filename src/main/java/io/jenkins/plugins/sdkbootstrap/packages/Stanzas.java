package io.jenkins.plugins.sdkbootstrap.packages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Texts of fields, {@code Name: value}, in stanzas with an empty line between them. */
final class Stanzas {

  private Stanzas() {}

  /**
   * One of them.
   *
   * @param line the number of its first line, from 1
   * @param fields by name in lower case, each its first line that is not empty
   * @param wrong the number of a line that is no field; 0 if there is none
   */
  record Stanza(int line, Map<String, String> fields, int wrong) {

    String get(String field) {
      return fields.getOrDefault(field, "");
    }
  }

  static List<Stanza> read(String text) {
    List<Stanza> stanzas = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    int first = 1;
    int wrong = 0;
    int number = 0;
    String last = null;
    for (String line : (text + "\n").split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        if (!fields.isEmpty() || wrong > 0) {
          stanzas.add(new Stanza(first, fields, wrong));
        }
        fields = new LinkedHashMap<>();
        first = number + 1;
        wrong = 0;
        last = null;
        continue;
      }
      int colon = line.indexOf(':');
      boolean continues = Character.isWhitespace(line.charAt(0));
      if (continues && last != null) {
        // Texts of licenses are long, and nobody asks for more than a field's beginning.
        if (fields.get(last).isEmpty()) {
          fields.put(last, line.strip());
        }
      } else if (!continues && colon > 0 && line.indexOf('\0') < 0) {
        last = line.substring(0, colon).toLowerCase(Locale.ROOT);
        fields.put(last, line.substring(colon + 1).strip());
      } else if (!line.startsWith("#") && wrong == 0) {
        wrong = number;
      }
    }
    return stanzas;
  }
}
