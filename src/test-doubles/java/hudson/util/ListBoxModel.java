package hudson.util;

import java.util.ArrayList;

/** The choices of a form. */
public class ListBoxModel extends ArrayList<ListBoxModel.Option> {
  public void add(String displayName, String value) {
    add(new Option(value));
  }

  /** One of them. */
  public static final class Option {
    public final String value;

    Option(String value) {
      this.value = value;
    }
  }
}
