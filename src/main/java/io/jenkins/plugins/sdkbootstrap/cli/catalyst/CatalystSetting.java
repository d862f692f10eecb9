package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import java.util.List;

/**
 * A setting of catalyst.
 *
 * @param key its name
 * @param values its words; for a text of catalyst.conf, one
 * @param place where it is, {@code file:line}
 */
record CatalystSetting(String key, List<String> values, String place) {

  CatalystSetting {
    values = List.copyOf(values);
  }

  /** The words as one line. */
  String text() {
    return String.join(" ", values);
  }
}
