package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.pages.web.UrlPath;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryMode;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An entry of a root, as pages and programs see it. */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public record EntryBean(StageAddress stage, DirectoryListing.Row row) {

  private static final DateTimeFormatter SHOWN_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Entry entry() {
    return row.entry();
  }

  /** The last name of its path, for people. */
  @Exported
  public String name() {
    return entry().path().name().toString();
  }

  /** Its path from the root on, for people. */
  @Exported
  public String path() {
    return entry().path().toString();
  }

  /** Its path as the index spells it, without loss of a byte. */
  @Exported
  public String pathEscaped() {
    return Mtree.escape(entry().path().bytes());
  }

  /** Its path as URLs spell it. */
  @Exported
  public String urlPath() {
    return UrlPath.encode(entry().path());
  }

  /** Its page, from the host on. */
  public String href() {
    return stage.href("files", entry().path());
  }

  /** {@code file, dir, link, hardlink, char, block} or {@code fifo}. */
  @Exported
  public String type() {
    return entry().type().id();
  }

  /** Its type, for people. */
  public String typeName() {
    return switch (entry().type()) {
      case FILE -> Messages.EntryBean_File();
      case DIRECTORY -> Messages.EntryBean_Directory();
      case SYMLINK -> Messages.EntryBean_Symlink();
      case HARDLINK -> Messages.EntryBean_HardLink();
      case CHAR_DEVICE -> Messages.EntryBean_CharDevice();
      case BLOCK_DEVICE -> Messages.EntryBean_BlockDevice();
      case FIFO -> Messages.EntryBean_Fifo();
    };
  }

  /** The symbol of Jenkins core for its type. */
  public String symbol() {
    return switch (entry().type()) {
      case FILE, HARDLINK -> "symbol-document-text";
      case DIRECTORY -> "symbol-folder";
      case SYMLINK -> "symbol-link";
      case CHAR_DEVICE, BLOCK_DEVICE -> "symbol-terminal";
      case FIFO -> "symbol-swap";
    };
  }

  /** Whether it is a directory. */
  public boolean directory() {
    return entry().type() == EntryType.DIRECTORY;
  }

  /** Whether it has content; a hard link has that of its file. */
  public boolean file() {
    return entry().type() == EntryType.FILE || entry().type() == EntryType.HARDLINK;
  }

  /** Whether it is a symbolic link to something that is not in the root. */
  @Exported
  public boolean broken() {
    return entry().type() == EntryType.SYMLINK && row.target().isEmpty();
  }

  /** Whether the archive has an entry for it, and not only for what is in it. */
  public boolean known() {
    return entry().offset() >= 0;
  }

  /** Permissions in octal, with setuid, setgid and sticky. */
  @Exported
  public String mode() {
    return String.format(Locale.ROOT, "%04o", entry().mode());
  }

  /** Type and permissions as {@code ls -l} writes them. */
  public String modeText() {
    return EntryMode.text(entry());
  }

  /** The owner. */
  @Exported
  public long uid() {
    return entry().uid();
  }

  /** The group. */
  @Exported
  public long gid() {
    return entry().gid();
  }

  /** Bytes of content; of a directory, of all that is in it. */
  @Exported(name = "size")
  public long bytes() {
    return row.bytes();
  }

  /** How many entries a directory holds, at any depth. */
  @Exported
  public long entries() {
    return row.below();
  }

  /** The time of its last modification, ISO 8601 in UTC; null where the tarball has none of it. */
  @Exported(skipNull = true)
  public String time() {
    return time(DateTimeFormatter.ISO_INSTANT::format);
  }

  /** The same to the minute, for people. */
  public String shownTime() {
    return time(SHOWN_TIME::format);
  }

  /** Seconds since 1970 where the time is none that a calendar has. */
  private String time(Function<Instant, String> format) {
    if (entry().offset() < 0) { // a directory that is there because of what is in it
      return null;
    }
    try {
      return format.apply(Instant.ofEpochSecond(entry().mtimeSeconds(), entry().mtimeNanos()));
    } catch (DateTimeException e) {
      return Long.toString(entry().mtimeSeconds());
    }
  }

  /** What a link says; null for others. */
  @Exported(skipNull = true)
  public String link() {
    return entry().link() == null ? null : RootPath.display(entry().link());
  }

  /** Where a symbolic link leads to in the root; null where it leads nowhere, and for others. */
  @Exported(skipNull = true)
  public String target() {
    return row.target().map(e -> e.path().toString()).orElse(null);
  }

  /** The page that a link leads to, from the host on; null where it leads nowhere. */
  public String targetHref() {
    return entry().type() == EntryType.HARDLINK
        ? stage.href("files", RootPath.of(entry().link()))
        : row.target().map(e -> stage.href("files", e.path())).orElse(null);
  }

  /** A device's numbers; null for others. */
  @Exported(skipNull = true)
  public String device() {
    return entry().type().isDevice() ? entry().deviceMajor() + "," + entry().deviceMinor() : null;
  }

  /** The digest of a file's content; null for others. */
  @Exported(skipNull = true)
  public String sha256() {
    return entry().digest().map(Digest::hex).orElse(null);
  }
}
