package io.jenkins.plugins.sdkbootstrap.config;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a stage of a bootstrap. Its files are {@code SDK/stageN-ARCH-VERSION.*}, in a store
 * and among the artifacts of a build.
 *
 * @param bootstrap the bootstrap
 * @param number counted from 1
 */
public record StageId(BootstrapId bootstrap, int number) implements Serializable {

  private static final Pattern STEM = Pattern.compile("^stage([1-9][0-9]?)-([^-]+)-(.+)$");

  /** Requires a number that a file name can have. */
  public StageId {
    Objects.requireNonNull(bootstrap);
    if (number < 1 || number > StageParser.MOST) {
      throw new IllegalArgumentException("no stage number: " + number);
    }
  }

  /**
   * The stage whose files have this name, without their endings; empty for other names.
   *
   * @param sdk the name of the SDK, whose directory the files are in
   */
  public static Optional<StageId> parse(String sdk, String stem) {
    Matcher matcher = STEM.matcher(stem);
    if (!matcher.matches()
        || !Names.SDK_NAME.matcher(sdk).matches()
        || !Names.ARCH.matcher(matcher.group(2)).matches()
        || !Names.VERSION.matcher(matcher.group(3)).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new BootstrapId(sdk, matcher.group(2), new Version(matcher.group(3)))
            .stage(Integer.parseInt(matcher.group(1))));
  }

  /** The name of its files without their endings: {@code stageN-ARCH-VERSION}. */
  public String stem() {
    return "stage" + number + "-" + bootstrap.arch() + "-" + bootstrap.version();
  }

  /** Where its files are, without their endings: {@code SDK/stageN-ARCH-VERSION}. */
  public String path() {
    return bootstrap.sdk() + "/" + stem();
  }

  /** The file name of its tarball. */
  public String tarball(Compression compression) {
    return stem() + compression.suffix();
  }

  /** The same bootstrap's stage of another number. */
  public StageId withNumber(int other) {
    return new StageId(bootstrap, other);
  }

  /** As {@link #path}. */
  @Override
  public String toString() {
    return path();
  }
}
