package io.jenkins.plugins.sdkbootstrap.packages;

/** The package manager whose database lists a package. */
public enum PackageFormat {
  PORTAGE("Portage", "ebuild", ""),
  DPKG("dpkg", "deb", "debian"),
  OPKG("opkg", "opkg", "openwrt"),
  APK("apk", "apk", "alpine"),
  PACMAN("pacman", "alpm", "arch"),
  RPM("rpm", "rpm", ""),
  /** A list of files for each package, in {@code var/lib/pkg}. */
  PLAIN("plain", "generic", "");

  private final String id;
  private final String purlType;
  private final String distribution;

  PackageFormat(String id, String purlType, String distribution) {
    this.id = id;
    this.purlType = purlType;
    this.distribution = distribution;
  }

  /** The name in listings and in an SBOM. */
  public String id() {
    return id;
  }

  /** The format with this id; {@link #PLAIN} for an unknown one. */
  static PackageFormat ofId(String id) {
    for (PackageFormat format : values()) {
      if (format.id.equals(id)) {
        return format;
      }
    }
    return PLAIN;
  }

  /** The type of a package URL. */
  String purlType() {
    return purlType;
  }

  /** The namespace of a package URL if the root does not name its distribution. */
  String distribution() {
    return distribution;
  }
}
