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
   * A date, perhaps with a time of day: {@code 2021-02-26-1321}, {@code 20240906-2100}, {@code
   * 2021.07.26}, {@code 20240906T170314Z}, {@code 20240906170314}. No digit before or after it.
   */
  private static final Pattern DATE =
      Pattern.compile(
          "(?<!\\d)(\\d{4})([-._]?)(\\d{2})\\2(\\d{2})"
              + "(?:[-._T]?(\\d{2})[-._]?(\\d{2})(?:[-._]?(\\d{2}))?Z?)?(?!\\d)");

  /** Seconds since 1970, of the years 2001 to 2033; no date without separators looks like it. */
  private static final Pattern SECONDS = Pattern.compile("(?<!\\d)1\\d{9}(?!\\d)");

  /** Zip archives cannot name earlier or later times. */
  private static final int FIRST_YEAR = 1980;

  private static final int LAST_YEAR = 2107;

  /**
   * Creates a version from text.
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

  /** The part before the timestamp; the whole version if there is none. */
  public String release() {
    Matcher matcher = WITH_TIMESTAMP.matcher(text);
    return matcher.matches() ? text.substring(0, matcher.start(1) - 1) : text;
  }

  /**
   * The time in the version: its last date, at midnight UTC if no time of day follows; else seconds
   * since 1970; empty if there is none.
   */
  public Optional<Instant> timestamp() {
    Optional<Instant> last = Optional.empty();
    Matcher matcher = DATE.matcher(text);
    // Continue after each date, not after its time of day: that may be the next date.
    for (int from = 0; matcher.find(from); from = matcher.end(4)) {
      Optional<Instant> found = moment(matcher, true).or(() -> moment(matcher, false));
      last = found.isPresent() ? found : last;
    }
    Matcher seconds = SECONDS.matcher(text);
    return last.isEmpty() && seconds.find()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds.group())))
        : last;
  }

  /** Other digits after the date may be something else, such as a build number. */
  private static Optional<Instant> moment(Matcher matcher, boolean withTime) {
    int year = number(matcher, 1);
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(
                  year,
                  number(matcher, 3),
                  number(matcher, 4),
                  withTime ? number(matcher, 5) : 0,
                  withTime ? number(matcher, 6) : 0,
                  withTime ? number(matcher, 7) : 0)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  @Override
  public String toString() {
    return text;
  }
}
