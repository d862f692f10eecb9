package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A setting of catalyst.
 *
 * @param key its name
 * @param values its words; for a text of catalyst.conf, one
 * @param place where it is, {@code file:line}
 */
record CatalystSetting(String key, List<String> values, String place) {

  /** Templates of specs have names between these signs; a reference stays where its key is not. */
  private static final Pattern UNFILLED = Pattern.compile("@[A-Z][A-Z0-9_]*@|%\\([^)]*\\)s");

  CatalystSetting {
    values = List.copyOf(values);
  }

  /** What of its value somebody was to fill in, such as {@code @REPO_DIR@}; empty if nothing. */
  Optional<String> unfilled() {
    return UNFILLED.matcher(text()).results().map(MatchResult::group).findFirst();
  }

  /** The words as one line. */
  String text() {
    return String.join(" ", values);
  }
}
