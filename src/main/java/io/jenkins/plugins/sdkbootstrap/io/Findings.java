package io.jenkins.plugins.sdkbootstrap.io;

import java.util.ArrayList;
import java.util.List;

/** Collects the findings of a verification, up to a number that people can still read. */
public final class Findings {

  private static final int MOST = 1000;

  private final List<String> lines = new ArrayList<>();
  private int more;

  /** Adds a finding: the name of the file, and what is wrong with it. */
  public void add(String fileName, String what) {
    if (lines.size() < MOST) {
      lines.add(fileName + ": " + what);
    } else {
      more++;
    }
  }

  /** Adds an error whose message already names the file. */
  public void add(ArchiveException e) {
    lines.add(e.getMessage());
  }

  /** All findings; the last line says how many more there are. */
  public List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.add("and " + more + " more findings");
    }
    return all;
  }
}
