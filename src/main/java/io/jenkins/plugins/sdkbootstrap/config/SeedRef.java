package io.jenkins.plugins.sdkbootstrap.config;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the first stage's seed comes from.
 *
 * @param kind a file, an https URL, or an SDK before this one
 * @param location the file's path (absolute or from sdk.yaml's directory), the URL, or the name of
 *     the SDK before this one; empty for the SDK of the same name
 * @param expected the digest it must have; null if none is required
 * @param keyring the file with the publisher's OpenPGP keys (a path like that of a seed), whose
 *     signature gives the digest of a URL; null if the digest is known
 * @param stage the number of the stage of the SDK before this one; 0 for the last
 * @param days how long the SDK before this one stays the same, in days; 0 for no time
 */
public record SeedRef(
    Kind kind, String location, Digest expected, String keyring, int stage, int days)
    implements Serializable {

  /** The word for the SDK before this one. */
  public static final String PREVIOUS = "previous";

  private static final Pattern SCHEME =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);
  private static final Pattern FRAGMENT = Pattern.compile("^(.*)#(sha256|sha512)=([0-9a-fA-F]*)$");

  /** What a seed is. */
  public enum Kind {
    /** A file of the agent. */
    PATH,
    /** A file to be fetched by https and checked against its digest or its signature. */
    URL,
    /** The SDK, or a stage of it, of the last complete bootstrap before this one. */
    PREVIOUS
  }

  /** Checks that the parts match. */
  public SeedRef {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(location);
    if (kind == Kind.URL && expected == null && keyring == null) {
      throw new IllegalArgumentException(
          "a seed from the network needs its digest: add #sha256=HEX to "
              + Printable.quoted(location));
    }
  }

  /** A seed with a known digest, or a file. */
  public SeedRef(Kind kind, String location, Digest expected) {
    this(kind, location, expected, null, 0, 0);
  }

  /** The SDK before this one. */
  public static SeedRef previous() {
    return previous("", 0, 0);
  }

  /**
   * A stage of an SDK before this one.
   *
   * @param sdk its name; empty for that of this one
   * @param stage from 1 on; 0 for the last
   * @param days how long it stays the same; 0 for no time
   */
  public static SeedRef previous(String sdk, int stage, int days) {
    return new SeedRef(Kind.PREVIOUS, sdk, null, null, stage, days);
  }

  /**
   * Reads what people write on one line: a path, {@code https://HOST/PATH#sha256=HEX} (or {@code
   * sha512}), or {@code previous}; a file of that name is {@code ./previous}.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static SeedRef parse(String text) {
    if (text.equals(PREVIOUS)) {
      return previous();
    }
    if (!SCHEME.matcher(text).matches()) {
      return path(text, null);
    }
    Matcher fragment = FRAGMENT.matcher(text);
    if (!fragment.matches()) {
      return url(text, null);
    }
    return url(fragment.group(1), Digest.parse(fragment.group(2) + ":" + fragment.group(3)));
  }

  /**
   * A file of the agent.
   *
   * @param digest the digest it must have, or null
   * @throws IllegalArgumentException if this is not a file name
   */
  static SeedRef path(String path, Digest digest) {
    if (!Names.PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not a path: " + Printable.quoted(path));
    }
    return new SeedRef(Kind.PATH, path, digest);
  }

  /**
   * A file to be fetched.
   *
   * @throws IllegalArgumentException if this is not an https URL, or has no digest
   */
  static SeedRef url(String url, Digest digest) {
    return url(url, digest, null);
  }

  /**
   * A file to be fetched, with a digest or a keyring.
   *
   * @param digest the digest it must have, or null
   * @param keyring with the keys of its publisher, or null
   * @throws IllegalArgumentException if this is not an https URL, or if both are null
   */
  static SeedRef url(String url, Digest digest, String keyring) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + Printable.quoted(url), e);
    }
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "a seed comes from https://HOST/... or from a file, not from " + Printable.quoted(url));
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the seed's URL holds a user name or password, which every record would show; leave it out");
    }
    return new SeedRef(Kind.URL, url, digest, keyring, 0, 0);
  }

  /** Whether a signature must give its digest. */
  public boolean isSigned() {
    return keyring != null;
  }

  /** The same URL with its digest, which is known now. */
  public SeedRef verified(Digest digest) {
    return url(location, digest);
  }

  /** The name of the SDK before this one that a bootstrap of this SDK starts from. */
  public String previousSdk(String own) {
    return location.isEmpty() ? own : location;
  }

  /** The digest that the seed must have, if one is required. */
  public Optional<Digest> digest() {
    return Optional.ofNullable(expected);
  }

  /**
   * The text that {@link #parse} reads. It has no digest of a path, no keyring, no stage and no
   * SDK.
   */
  @Override
  public String toString() {
    return switch (kind) {
      case PREVIOUS ->
          PREVIOUS
              + (location.isEmpty() ? "" : " " + location)
              + (stage == 0 ? "" : " stage " + stage)
              + (days == 0 ? "" : " every " + days + "d");
      case PATH -> location;
      case URL ->
          expected == null
              ? location
              : location + "#" + expected.algorithm() + "=" + expected.hex();
    };
  }
}
