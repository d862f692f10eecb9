package io.jenkins.plugins.sdkbootstrap.packages;

import java.nio.charset.StandardCharsets;

/**
 * Writes JSON with one line for each element of the outermost arrays. Loading a library for one
 * file of a stage would take longer than all other work on its packages.
 */
final class JsonText {

  /** Deeper nested values are on one line. */
  private static final int LINES = 2;

  private final StringBuilder out = new StringBuilder(1 << 16);
  private int depth;

  /** Whether the object or array is still empty. */
  private boolean empty = true;

  /** Whether a field's name was written last. */
  private boolean named;

  JsonText begin(char bracket) {
    next();
    out.append(bracket);
    depth++;
    empty = true;
    return this;
  }

  JsonText end(char bracket) {
    depth--;
    if (depth < LINES && !empty) {
      out.append('\n');
    }
    out.append(bracket);
    empty = false;
    return this;
  }

  /** The name of the field whose value comes next. */
  JsonText name(String name) {
    next();
    quote(name);
    out.append(':');
    named = true;
    return this;
  }

  JsonText value(String value) {
    next();
    quote(value);
    return this;
  }

  JsonText value(int value) {
    next();
    out.append(value);
    return this;
  }

  /** A field with a text. */
  JsonText field(String name, String value) {
    return name(name).value(value);
  }

  /** The text, with a line feed at its end. */
  byte[] bytes() {
    return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void next() {
    if (!named && depth > 0) {
      if (!empty) {
        out.append(',');
      }
      if (depth <= LINES) {
        out.append('\n');
      }
    }
    named = false;
    empty = false;
  }

  private void quote(String text) {
    out.append('"');
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, done, i).append('\\');
        done = i + 1;
        if (c < ' ') {
          out.append(c < 16 ? "u000" : "u001").append(Character.forDigit(c & 15, 16));
        } else {
          out.append(c);
        }
      }
    }
    out.append(text, done, text.length()).append('"');
  }
}
