package io.jenkins.plugins.sdkbootstrap.config;

import java.util.regex.Pattern;

/**
 * The patterns of names. They are the same as in docs/sdk.schema.json, and mean the same in Java
 * and in ECMAScript.
 */
public final class Names {

  /** An SDK's name: not {@code stageN}, or its release would have the name of a stage. */
  public static final Pattern SDK_NAME =
      Pattern.compile("^(?!stage[0-9]+$)[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$");

  /** The name of a repository or a cache, and a release: parts of file names. */
  static final Pattern NAME = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$");

  /** An architecture; without a hyphen, so that {@code stageN-ARCH-VERSION} has one reading. */
  static final Pattern ARCH = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9_.]{0,31}$");

  /** A stage's name: one line for people, no blanks around it. */
  public static final Pattern STAGE_NAME =
      Pattern.compile(
          "^[^\\u0000-\\u0020\\u007f]([^\\u0000-\\u001f\\u007f]{0,62}[^\\u0000-\\u0020\\u007f])?$");

  /** A version; it is a part of file names too. */
  static final Pattern VERSION = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$");

  /** An environment variable. */
  static final Pattern ENV = Pattern.compile("^[A-Za-z_][A-Za-z0-9_]{0,127}$");

  /** A variable that every stage gets from the driver. */
  static final Pattern ENV_OF_DRIVER =
      Pattern.compile(
          "^(STAGE|STAGE_ROOT|SDK_NAME|SDK_VERSION|SDK_ARCH|SDK_REPOS|SOURCE_DATE_EPOCH)$");

  /** A mount point: absolute, spelled the shortest way, without {@code .} and {@code ..}. */
  static final Pattern MOUNT = Pattern.compile("^(/(?!\\.{1,2}(/|$))[A-Za-z0-9._+@%~=-]+)+$");

  /** Mount points that the chroot itself uses. */
  static final Pattern MOUNT_OF_DRIVER =
      Pattern.compile(
          "^(/(dev|proc|run|sys)(/.*)?|/tmp|/tmp/stage\\.sh|/tmp/stage[0-9]+root(/.*)?)$");

  /**
   * A path on the agent, absolute or from sdk.yaml's directory; any name without control
   * characters.
   */
  static final Pattern PATH = Pattern.compile("^[^\\u0000-\\u001f\\u007f]+$");

  /** A glob inside the new root: absolute, without {@code ..} components. */
  static final Pattern GLOB =
      Pattern.compile("^(/(?!\\.{1,2}(/|$))[^/\\u0000-\\u001f\\u007f]+)+/?$");

  /** A glob of files inside a root; {@code **} as a component matches any number of directories. */
  static final Pattern LOG_GLOB =
      Pattern.compile(
          "^(/(?!\\.{1,2}(/|$))(\\*\\*(?=/)|(?![^/]*\\*\\*)[^/\\u0000-\\u001f\\u007f]+))+$");

  private Names() {}
}
