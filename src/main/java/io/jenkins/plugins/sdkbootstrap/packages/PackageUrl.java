package io.jenkins.plugins.sdkbootstrap.packages;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Spells package URLs, as their specification has them: {@code
 * pkg:deb/debian/dash@0.5.12-2?arch=amd64}.
 */
final class PackageUrl {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PackageUrl() {}

  /**
   * The URL of a package.
   *
   * @param name with the category in front where the package manager has one
   * @param version with the epoch, as the package manager spells it; may be empty
   * @param arch may be empty
   * @param distribution what the root calls itself; empty where it does not
   * @param release of the distribution; may be empty
   */
  static String of(
      PackageFormat format,
      String name,
      String version,
      String arch,
      String distribution,
      String release) {
    boolean distributed = format != PackageFormat.PLAIN && format != PackageFormat.PORTAGE;
    int slash = name.lastIndexOf('/');
    String namespace = slash > 0 ? name.substring(0, slash) : "";
    if (distributed) {
      namespace = distribution.isEmpty() ? format.distribution() : distribution;
    }
    String base = name.substring(slash + 1);
    if (base.isEmpty()) {
      return "";
    }
    if (format == PackageFormat.DPKG) {
      base = base.toLowerCase(Locale.ROOT);
    }
    if (format == PackageFormat.DPKG || format == PackageFormat.RPM) {
      namespace = namespace.toLowerCase(Locale.ROOT);
    }
    StringBuilder url = new StringBuilder("pkg:").append(format.purlType());
    for (int from = 0; from < namespace.length(); ) {
      int to = namespace.indexOf('/', from);
      to = to < 0 ? namespace.length() : to;
      if (to > from) {
        add(namespace.substring(from, to), url.append('/'));
      }
      from = to + 1;
    }
    add(base, url.append('/'));
    int colon = format == PackageFormat.RPM ? version.indexOf(':') : -1;
    String epoch = colon > 0 ? version.substring(0, colon) : "";
    String plain = colon > 0 ? version.substring(colon + 1) : version;
    if (!plain.isEmpty()) {
      add(plain, url.append('@'));
    }
    String separator = qualifier("?", "arch", arch, url);
    if (distributed && !distribution.isEmpty()) {
      String distro = release.isEmpty() ? distribution : distribution + "-" + release;
      separator = qualifier(separator, "distro", distro, url);
    }
    qualifier(separator, "epoch", epoch, url);
    return url.toString();
  }

  /** Adds a qualifier if it has a value, and returns what comes before the next one. */
  private static String qualifier(String separator, String key, String value, StringBuilder url) {
    if (value.isEmpty()) {
      return separator;
    }
    add(value, url.append(separator).append(key).append('='));
    return "&";
  }

  private static void add(String text, StringBuilder url) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 'a' && b <= 'z'
          || b >= 'A' && b <= 'Z'
          || b >= '0' && b <= '9'
          || b == '-'
          || b == '.'
          || b == '_'
          || b == '~') {
        url.append((char) b);
      } else {
        url.append('%').append(HEX.toHexDigits(b));
      }
    }
  }
}
