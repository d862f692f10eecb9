package hudson.util;

import java.util.ArrayList;

/** The choices of a form. */
public class ListBoxModel extends ArrayList<ListBoxModel.Option> {
  public void add(String displayName, String value) {
    add(new Option(displayName, value));
  }

  /** One of them. */
  public record Option(String name, String value) {}
}
