package io.jenkins.plugins.sdkbootstrap.packages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions, by the package manager's own rules: dpkg's for dpkg and opkg, rpm's for
 * rpm and pacman, which Portage's and apk's become when their suffixes are spelled as rpm does.
 */
final class VersionOrder {

  private static final Pattern SUFFIX = Pattern.compile("_(alpha|beta|pre|rc|p|cvs|svn|git|hg)");
  private static final Pattern REVISION = Pattern.compile("-r(\\d+)$");

  private VersionOrder() {}

  /** Compares two versions of one package; one that has none comes first. */
  static int compare(SdkPackage a, SdkPackage b) {
    return compare(a.format(), a.version(), b.version());
  }

  static int compare(PackageFormat format, String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    if (format == PackageFormat.PORTAGE || format == PackageFormat.APK) {
      int order = segments(rpm(a), rpm(b));
      return order != 0 ? order : number(revision(a), revision(b));
    }
    int order = number(epoch(a), epoch(b));
    boolean dpkg = format == PackageFormat.DPKG || format == PackageFormat.OPKG;
    String restA = a.substring(a.indexOf(':') + 1);
    String restB = b.substring(b.indexOf(':') + 1);
    int dashA = restA.lastIndexOf('-');
    int dashB = restB.lastIndexOf('-');
    String upA = dashA < 0 ? restA : restA.substring(0, dashA);
    String upB = dashB < 0 ? restB : restB.substring(0, dashB);
    if (order == 0) {
      order = dpkg ? letters(upA, upB) : segments(upA, upB);
    }
    if (order == 0) {
      String releaseA = restA.substring(dashA < 0 ? restA.length() : dashA + 1);
      String releaseB = restB.substring(dashB < 0 ? restB.length() : dashB + 1);
      order = dpkg ? letters(releaseA, releaseB) : segments(releaseA, releaseB);
    }
    return order;
  }

  private static String epoch(String version) {
    int colon = version.indexOf(':');
    return colon < 0 ? "" : version.substring(0, colon);
  }

  private static String revision(String version) {
    Matcher revision = REVISION.matcher(version);
    return revision.find() ? revision.group(1) : "";
  }

  /** What comes before the version is after a tilde, what comes after it is after a caret. */
  private static String rpm(String version) {
    return SUFFIX
        .matcher(REVISION.matcher(version).replaceFirst(""))
        .replaceAll(
            m ->
                switch (m.group(1)) {
                  case "alpha", "beta", "pre", "rc" -> "~" + m.group(1);
                  default -> "^" + m.group(1);
                });
  }

  /** rpm's order: runs of digits as numbers, runs of letters as texts, all else only separates. */
  private static int segments(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      i = skip(a, i);
      j = skip(b, j);
      char x = i < a.length() ? a.charAt(i) : 0;
      char y = j < b.length() ? b.charAt(j) : 0;
      if (x == '~' || y == '~') {
        if (x != y) {
          return x == '~' ? -1 : 1;
        }
        i++;
        j++;
        continue;
      }
      if (x == '^' || y == '^') {
        if (x != y) {
          // Behind a version, and before what makes it longer.
          return x == '^' ? (y == 0 ? 1 : -1) : (x == 0 ? -1 : 1);
        }
        i++;
        j++;
        continue;
      }
      if (x == 0 || y == 0) {
        return x == y ? 0 : x == 0 ? -1 : 1;
      }
      boolean digits = isDigit(x);
      if (digits != isDigit(y)) {
        return digits ? 1 : -1;
      }
      int endA = end(a, i, digits);
      int endB = end(b, j, digits);
      String s = a.substring(i, endA);
      String t = b.substring(j, endB);
      int order = digits ? number(s, t) : Integer.signum(s.compareTo(t));
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  private static int skip(String text, int from) {
    int at = from;
    while (at < text.length()
        && !isDigit(text.charAt(at))
        && !isLetter(text.charAt(at))
        && text.charAt(at) != '~'
        && text.charAt(at) != '^') {
      at++;
    }
    return at;
  }

  private static int end(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && (digits ? isDigit(text.charAt(at)) : isLetter(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  /** dpkg's order: letters before other characters, a tilde before the end, numbers as numbers. */
  private static int letters(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while (i < a.length() && !isDigit(a.charAt(i)) || j < b.length() && !isDigit(b.charAt(j))) {
        int order = Integer.compare(weight(a, i), weight(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endA = end(a, Math.min(i, a.length()), true);
      int endB = end(b, Math.min(j, b.length()), true);
      int order =
          number(
              a.substring(Math.min(i, a.length()), endA),
              b.substring(Math.min(j, b.length()), endB));
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  private static int weight(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : 0;
    if (c == '~') {
      return -1;
    }
    return c == 0 || isDigit(c) ? 0 : isLetter(c) ? c : c + 256;
  }

  private static int number(String a, String b) {
    String x = a.substring(zeros(a));
    String y = b.substring(zeros(b));
    return x.length() != y.length()
        ? Integer.compare(x.length(), y.length())
        : Integer.signum(x.compareTo(y));
  }

  private static int zeros(String number) {
    int n = 0;
    while (n < number.length() && number.charAt(n) == '0') {
      n++;
    }
    return n;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
