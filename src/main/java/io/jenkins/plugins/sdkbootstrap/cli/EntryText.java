package io.jenkins.plugins.sdkbootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.sdkbootstrap.archive.Entry;
import io.jenkins.plugins.sdkbootstrap.archive.EntryType;
import io.jenkins.plugins.sdkbootstrap.archive.Mtree;
import io.jenkins.plugins.sdkbootstrap.archive.RootPath;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How entries are shown to people and to programs. */
final class EntryText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String RIGHTS = "rwxrwxrwx";

  private EntryText() {}

  /** The headings of {@link #cells}. */
  static final String[] HEADINGS = {"MODE", "OWNER", "SIZE", "TIME (UTC)", "NAME"};

  /**
   * A row of a listing.
   *
   * @param name what the entry is called in it
   */
  static String[] cells(Entry entry, RootPath name) {
    String size =
        entry.type().isDevice()
            ? entry.deviceMajor() + "," + entry.deviceMinor()
            : Long.toString(entry.size());
    return new String[] {
      mode(entry),
      entry.uid() + ":" + entry.gid(),
      size,
      TIME.format(Instant.ofEpochSecond(entry.mtimeSeconds())),
      name + target(entry)
    };
  }

  private static String target(Entry entry) {
    if (entry.link() == null) {
      return "";
    }
    String arrow = entry.type() == EntryType.HARDLINK ? " = " : " -> ";
    return arrow + RootPath.display(entry.link());
  }

  /** As {@code ls -l} writes it. */
  static String mode(Entry entry) {
    char type =
        switch (entry.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case HARDLINK -> 'h';
          case CHAR_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
        };
    StringBuilder text = new StringBuilder().append(type);
    for (int i = 0; i < RIGHTS.length(); i++) {
      text.append((entry.mode() >> (8 - i) & 1) != 0 ? RIGHTS.charAt(i) : '-');
    }
    special(text, 3, (entry.mode() & 04000) != 0, 's');
    special(text, 6, (entry.mode() & 02000) != 0, 's');
    special(text, 9, (entry.mode() & 01000) != 0, 't');
    return text.toString();
  }

  private static void special(StringBuilder text, int at, boolean set, char letter) {
    if (set) {
      text.setCharAt(at, text.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
    }
  }

  /**
   * An entry as a JSON object. Names that are no UTF-8 are told twice: readable, and in {@code
   * pathEscaped} with every byte as the index spells it.
   */
  static void write(JsonGenerator json, Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", entry.path().toString());
    json.writeStringField("pathEscaped", Mtree.escape(entry.path().bytes()));
    json.writeStringField("type", entry.type().word());
    json.writeStringField("mode", String.format(Locale.ROOT, "%04o", entry.mode()));
    json.writeNumberField("uid", entry.uid());
    json.writeNumberField("gid", entry.gid());
    json.writeNumberField("size", entry.size());
    json.writeNumberField("mtimeSeconds", entry.mtimeSeconds());
    json.writeNumberField("mtimeNanos", entry.mtimeNanos());
    if (entry.link() != null) {
      json.writeStringField("link", RootPath.display(entry.link()));
    }
    if (entry.type().isDevice()) {
      json.writeNumberField("deviceMajor", entry.deviceMajor());
      json.writeNumberField("deviceMinor", entry.deviceMinor());
    }
    if (entry.digest().isPresent()) {
      json.writeStringField("sha256", entry.sha256().hex());
    }
    json.writeNumberField("offset", entry.offset());
    json.writeEndObject();
  }
}
