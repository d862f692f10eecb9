package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * Identifies a bootstrap: SDK, architecture and version. All its files are in a directory with the
 * SDK's name. Only this type and {@link StageId} create file names.
 *
 * @param sdk the SDK's name
 * @param arch the architecture, without a hyphen
 * @param version the version
 */
public record BootstrapId(String sdk, String arch, Version version) implements Serializable {

  /** Requires parts that a file name can distinguish. */
  public BootstrapId {
    Objects.requireNonNull(version);
    if (!Names.SDK_NAME.matcher(sdk).matches()) {
      throw new IllegalArgumentException("not the name of an SDK: " + Printable.quoted(sdk));
    }
    if (!Names.ARCH.matcher(arch).matches()) {
      throw new IllegalArgumentException(
          "not an architecture: " + Printable.quoted(arch) + "; " + ConfigParser.ARCH_RULE);
    }
  }

  /**
   * The bootstrap whose release has this name; empty for other names.
   *
   * @param stem as of {@link #releaseStem}
   */
  public static Optional<BootstrapId> ofRelease(String sdk, String arch, String stem) {
    String prefix = sdk + "-" + arch + "-";
    String version = stem.startsWith(prefix) ? stem.substring(prefix.length()) : "";
    return Names.SDK_NAME.matcher(sdk).matches() && Names.VERSION.matcher(version).matches()
        ? Optional.of(new BootstrapId(sdk, arch, new Version(version)))
        : Optional.empty();
  }

  /** One of its stages, counted from 1. */
  public StageId stage(int number) {
    return new StageId(this, number);
  }

  /** The release's file names without their endings: {@code SDK-ARCH-VERSION}. */
  public String releaseStem() {
    return sdk + "-" + arch + "-" + version;
  }

  /** Whether both have the same SDK and architecture; the versions may differ. */
  public boolean isSameSdk(BootstrapId other) {
    return sdk.equals(other.sdk) && arch.equals(other.arch);
  }

  /** For people: {@code SDK VERSION for ARCH}. */
  @Override
  public String toString() {
    return sdk + " " + version + " for " + arch;
  }
}
