package io.jenkins.plugins.sdkbootstrap.packages;

/** Whose database a package is in. */
public enum PackageFormat {
  PORTAGE("Portage", "ebuild", ""),
  DPKG("dpkg", "deb", "debian"),
  OPKG("opkg", "opkg", "openwrt"),
  APK("apk", "apk", "alpine"),
  PACMAN("pacman", "alpm", "arch"),
  RPM("rpm", "rpm", ""),
  /** A list of files for each package, in {@code var/lib/pkg}. */
  PLAIN("plain", "generic", "");

  private final String word;
  private final String purlType;
  private final String distribution;

  PackageFormat(String word, String purlType, String distribution) {
    this.word = word;
    this.purlType = purlType;
    this.distribution = distribution;
  }

  /** What people call it. */
  public String word() {
    return word;
  }

  /** The one that people call so. */
  static PackageFormat ofWord(String word) {
    for (PackageFormat format : values()) {
      if (format.word.equals(word)) {
        return format;
      }
    }
    return PLAIN;
  }

  /** The type of a package URL. */
  String purlType() {
    return purlType;
  }

  /** The namespace of a package URL where the root does not say which distribution it is. */
  String distribution() {
    return distribution;
  }
}
