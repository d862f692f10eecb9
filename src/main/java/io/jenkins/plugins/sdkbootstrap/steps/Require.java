package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.settings.Choices;
import java.util.List;
import net.sf.json.JSONObject;

/**
 * Checks what steps are given: when they start, not in their setters, as an exception of these is a
 * page of stack trace in the log, in which the line that says what is wrong is hard to see.
 */
final class Require {

  private Require() {}

  /**
   * Runs checks of a step.
   *
   * @throws AbortException with what is wrong, in one line
   */
  static void sound(String step, Runnable checks) throws AbortException {
    try {
      checks.run();
    } catch (IllegalArgumentException e) {
      throw new AbortException(step + ": " + e.getMessage());
    }
  }

  /** A text that is not empty. */
  static void text(String name, String value) {
    if (Util.fixEmptyAndTrim(value) == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    path(name, value);
  }

  /** What may be a path, or null. */
  static void path(String name, String value) {
    if (value != null && value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(name + " has a NUL in it");
    }
  }

  /** Texts, none of them null. */
  static void texts(String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        throw new IllegalArgumentException(name + ": value " + (i + 1) + " is null");
      }
    }
  }

  /** The number of a stage. */
  static void stage(int stage) {
    if (stage < 1) {
      throw new IllegalArgumentException("stage " + stage + ": stages count from 1");
    }
  }

  /** One of these words. */
  static void oneOf(String name, String value, List<String> words) {
    if (!words.contains(value)) {
      throw new IllegalArgumentException(
          name + " '" + value + "': it is one of " + String.join(", ", words));
    }
  }

  /** One of the privileges, or null. */
  static void privilege(String value) {
    if (value != null) {
      PrivilegeSetting.parse(value);
    }
  }

  /** One of the compressions, or null. */
  static void compression(String value) {
    if (value != null) {
      Choices.compression(value);
    }
  }

  /** A digest, or null. */
  static void digest(String value) {
    if (value != null) {
      Digest.parse(value);
    }
  }

  /** A version, or null. */
  static void version(String value) {
    if (value != null) {
      new Version(value);
    }
  }

  /**
   * Makes lists of a form's text boxes, which have a line each; Jenkins has no control for them.
   */
  static void lists(JSONObject formData, String... names) {
    for (String name : names) {
      List<String> lines =
          formData.optString(name).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      formData.element(name, lines);
    }
  }
}
