package io.jenkins.plugins.sdkbootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryMode;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How entries are shown to people and to programs. */
final class EntryText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

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
      EntryMode.text(entry),
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
