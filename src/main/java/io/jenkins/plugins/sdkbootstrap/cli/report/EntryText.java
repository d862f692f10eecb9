package io.jenkins.plugins.sdkbootstrap.cli.report;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryMode;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How entries are shown to people and to programs. */
public final class EntryText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private EntryText() {}

  /** The headings of {@link #cells}. */
  public static final String[] HEADINGS = {"MODE", "OWNER", "SIZE", "TIME (UTC)", "NAME"};

  /**
   * A row of a listing.
   *
   * @param name what the entry is called in it
   */
  public static String[] cells(Entry entry, RootPath name) {
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
   * An entry as JSON has it. Names that are no UTF-8 are told twice: readable, and in {@code
   * pathEscaped} with every byte as the index spells it.
   */
  public record Json(
      String path,
      String pathEscaped,
      String type,
      String mode,
      long uid,
      long gid,
      long size,
      long mtimeSeconds,
      int mtimeNanos,
      String link,
      Long deviceMajor,
      Long deviceMinor,
      String sha256,
      long offset) {}

  public static Json json(Entry entry) {
    boolean device = entry.type().isDevice();
    return new Json(
        entry.path().toString(),
        Mtree.escape(entry.path().raw()),
        entry.type().id(),
        String.format(Locale.ROOT, "%04o", entry.mode()),
        entry.uid(),
        entry.gid(),
        entry.size(),
        entry.mtimeSeconds(),
        entry.mtimeNanos(),
        entry.link() == null ? null : RootPath.display(entry.link()),
        device ? entry.deviceMajor() : null,
        device ? entry.deviceMinor() : null,
        entry.digest().map(Digest::hex).orElse(null),
        entry.offset());
  }
}
