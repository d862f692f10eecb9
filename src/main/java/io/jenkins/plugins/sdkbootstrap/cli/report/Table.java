package io.jenkins.plugins.sdkbootstrap.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in columns as wide as they need to be. */
public final class Table {

  private final List<String[]> rows = new ArrayList<>();

  public Table(String... headings) {
    rows.add(headings);
  }

  /** Adds a row with a cell for each heading. */
  public void add(String... cells) {
    if (cells.length != rows.get(0).length) {
      throw new IllegalArgumentException(Arrays.toString(cells));
    }
    rows.add(cells);
  }

  public List<String> lines() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        int width = row[i].codePointCount(0, row[i].length());
        line.append(" ".repeat(widths[i] - width + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
