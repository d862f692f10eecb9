package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a bootstrap: by habit {@code RELEASE+TIMESTAMP}, such as {@code
 * 2783.0.0+2021-02-26-1321}, but any text of {@code [A-Za-z0-9._+-]} that begins with a letter or
 * digit and has at most 100 characters.
 *
 * @param text the whole of it
 */
public record Version(String text) implements Serializable {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmm", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern WITH_TIMESTAMP =
      Pattern.compile("^.*\\+(\\d{4}-\\d{2}-\\d{2}-\\d{4})$");

  /**
   * Takes a version as it is given.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public Version {
    if (!Names.VERSION.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a version: "
              + Printable.quoted(text)
              + "; use letters, digits, '.', '_', '+' and '-', at most 100, the first a letter or"
              + " digit, such as 2783.0.0+2021-02-26-1321");
    }
  }

  /** A release at this moment, to the minute, in UTC. */
  public static Version now(String release, Clock clock) {
    return new Version(release + "+" + TIMESTAMP.format(clock.instant().atOffset(ZoneOffset.UTC)));
  }

  /** What comes before the timestamp; all of it where there is none. */
  public String release() {
    Matcher matcher = WITH_TIMESTAMP.matcher(text);
    return matcher.matches() ? text.substring(0, matcher.start(1) - 1) : text;
  }

  /** The moment that the version names, where it ends in a timestamp. */
  public Optional<Instant> timestamp() {
    Matcher matcher = WITH_TIMESTAMP.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.parse(matcher.group(1), TIMESTAMP).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
