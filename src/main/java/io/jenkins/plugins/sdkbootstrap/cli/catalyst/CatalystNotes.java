package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What people should know about an sdk.yaml that was made of catalyst's files. */
final class CatalystNotes {

  private final Set<String> lines = new LinkedHashSet<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  /** Something to look at. */
  void note(String line) {
    lines.add(line);
  }

  /** A setting that was not taken over, and what there is instead. */
  void left(CatalystSetting setting, String instead) {
    lines.add(setting.place() + ": " + setting.key() + ": " + instead);
  }

  /** A setting that catalyst does not know either. */
  void unknown(CatalystSetting setting) {
    unknown.add(setting.place() + ": unknown key '" + setting.key() + "'");
  }

  /** Each on a line of its own. */
  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    all.addAll(unknown);
    return all;
  }

  List<String> unknown() {
    return List.copyOf(unknown);
  }
}
