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
 * @param kind a file, an https URL, or the SDK before this one
 * @param location the file's path (absolute or from sdk.yaml's directory) or the URL; empty for
 *     {@link Kind#PREVIOUS}
 * @param expected the digest it must have; always there for a URL, null where none is asked for
 */
public record SeedRef(Kind kind, String location, Digest expected) implements Serializable {

  /** The word for the SDK before this one. */
  public static final String PREVIOUS = "previous";

  private static final Pattern SCHEME =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);
  private static final Pattern FRAGMENT = Pattern.compile("^(.*)#(sha256|sha512)=([0-9a-fA-F]*)$");

  /** What a seed is. */
  public enum Kind {
    /** A file of the agent. */
    PATH,
    /** A file to be fetched by https and checked against its digest. */
    URL,
    /** The SDK of the last complete bootstrap before this one. */
    PREVIOUS
  }

  /** Holds the parts against each other. */
  public SeedRef {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(location);
    if (kind == Kind.URL && expected == null) {
      throw new IllegalArgumentException(
          "a seed from the network needs its digest: add #sha256=HEX to "
              + Printable.quoted(location));
    }
  }

  /** The SDK before this one. */
  public static SeedRef previous() {
    return new SeedRef(Kind.PREVIOUS, "", null);
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
   * @param digest what it must have, or null
   * @throws IllegalArgumentException if no file can be called so
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
   * @throws IllegalArgumentException if this is no https URL, or without a digest
   */
  static SeedRef url(String url, Digest digest) {
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
    return new SeedRef(Kind.URL, url, digest);
  }

  /** The digest the seed must have, if one is asked for. */
  public Optional<Digest> digest() {
    return Optional.ofNullable(expected);
  }

  /** As {@link #parse} reads it, where the digest of a path has no place. */
  @Override
  public String toString() {
    return switch (kind) {
      case PREVIOUS -> PREVIOUS;
      case PATH -> location;
      case URL -> location + "#" + expected.algorithm() + "=" + expected.hex();
    };
  }
}
