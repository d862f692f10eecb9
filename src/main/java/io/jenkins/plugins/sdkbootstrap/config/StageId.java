package io.jenkins.plugins.sdkbootstrap.config;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which stage of which bootstrap; its files are called {@code stageN-ARCH-VERSION}.
 *
 * @param number counted from 1
 * @param arch the architecture, without a hyphen
 * @param version the bootstrap
 */
public record StageId(int number, String arch, Version version) implements Serializable {

  private static final Pattern STEM = Pattern.compile("^stage([1-9][0-9]?)-([^-]+)-(.+)$");

  /** Holds the parts against what a file name can tell apart. */
  public StageId {
    Objects.requireNonNull(version);
    if (number < 1 || number > StageParser.MOST) {
      throw new IllegalArgumentException("no stage number: " + number);
    }
    if (!Names.ARCH.matcher(arch).matches()) {
      throw new IllegalArgumentException(
          "not an architecture: " + Printable.quoted(arch) + "; " + ConfigParser.ARCH_RULE);
    }
  }

  /** The stage whose files have this name, without their endings; empty for other names. */
  public static Optional<StageId> parse(String stem) {
    Matcher matcher = STEM.matcher(stem);
    if (!matcher.matches()
        || !Names.ARCH.matcher(matcher.group(2)).matches()
        || !Names.VERSION.matcher(matcher.group(3)).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new StageId(
            Integer.parseInt(matcher.group(1)), matcher.group(2), new Version(matcher.group(3))));
  }

  /** The name of its files without their endings. */
  public String stem() {
    return "stage" + number + "-" + arch + "-" + version;
  }

  /** The file name of its tarball. */
  public String tarball(Compression compression) {
    return stem() + compression.suffix();
  }

  /** The same bootstrap's stage of another number. */
  public StageId withNumber(int other) {
    return new StageId(other, arch, version);
  }

  @Override
  public String toString() {
    return stem();
  }
}
