package io.jenkins.plugins.sdkbootstrap.pipeline;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.stage.Version;
import java.util.List;

/** Checks what steps are given. */
final class Require {

  private Require() {}

  static String text(String name, String value) {
    String text = Util.fixEmptyAndTrim(value);
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  /** One of the privileges; null for an empty one. */
  static String privilege(String value) {
    String text = Util.fixEmptyAndTrim(value);
    return text == null ? null : PrivilegeSetting.parse(text).toString();
  }

  /** A version; null for an empty one. */
  static String version(String value) {
    String text = Util.fixEmptyAndTrim(value);
    return text == null ? null : new Version(text).text();
  }

  /** Checks a version while it is typed. */
  static FormValidation checkVersion(String value) {
    try {
      version(value);
      return FormValidation.ok();
    } catch (IllegalArgumentException e) {
      return FormValidation.error(e.getMessage());
    }
  }

  /** The lines of a form's text box, without empty ones. */
  static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
