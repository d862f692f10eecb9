package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
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
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An entry of a root as pages and programs see it. */
@ExportedBean(defaultVisibility = 2)
public final class EntryBean {

  private static final DateTimeFormatter SHOWN_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StagePage stage;
  private final DirectoryListing.Row row;
  private final Entry entry;

  EntryBean(StagePage stage, DirectoryListing.Row row) {
    this.stage = stage;
    this.row = row;
    this.entry = row.entry();
  }

  /** The last part of its path, for people. */
  @Exported
  public String getName() {
    return entry.path().name().toString();
  }

  /** Its path from the root on, for people. */
  @Exported
  public String getPath() {
    return entry.path().toString();
  }

  /** Its path with every byte told, as the index spells it. */
  @Exported
  public String getPathEscaped() {
    return Mtree.escape(entry.path().bytes());
  }

  /** Its path as it is spelled in URLs. */
  @Exported
  public String getUrlPath() {
    return UrlPath.encode(entry.path());
  }

  /** Its page, from the host on. */
  public String getHref() {
    return stage.href("files", entry.path());
  }

  /** file, dir, link, hardlink, char, block or fifo. */
  @Exported
  public String getType() {
    return entry.type().word();
  }

  /** What people call that. */
  public String getTypeName() {
    return switch (entry.type()) {
      case FILE -> "file";
      case DIRECTORY -> "folder";
      case SYMLINK -> "symbolic link";
      case HARDLINK -> "hard link";
      case CHAR_DEVICE -> "character device";
      case BLOCK_DEVICE -> "block device";
      case FIFO -> "named pipe";
    };
  }

  /** A symbol of Jenkins core for it. */
  public String getSymbol() {
    return switch (entry.type()) {
      case FILE, HARDLINK -> "symbol-document-text";
      case DIRECTORY -> "symbol-folder";
      case SYMLINK -> "symbol-link";
      case CHAR_DEVICE, BLOCK_DEVICE -> "symbol-terminal";
      case FIFO -> "symbol-swap";
    };
  }

  /** Whether something can be in it. */
  public boolean isFolder() {
    return entry.type() == EntryType.DIRECTORY;
  }

  /** Whether it has content, under this name or as a further one. */
  public boolean isFile() {
    return entry.type() == EntryType.FILE || entry.type() == EntryType.HARDLINK;
  }

  /** Whether it is a symbolic link that leads to nothing in the root. */
  @Exported
  public boolean isBroken() {
    return entry.type() == EntryType.SYMLINK && row.target().isEmpty();
  }

  /** Whether the archive has an entry for it, or only for what is in it. */
  public boolean isKnown() {
    return entry.offset() >= 0;
  }

  /** Permissions in octal, with setuid, setgid and sticky. */
  @Exported
  public String getMode() {
    return String.format(Locale.ROOT, "%04o", entry.mode());
  }

  /** Type and permissions as {@code ls -l} writes them. */
  public String getModeText() {
    return EntryMode.text(entry);
  }

  /** Owner. */
  @Exported
  public long getUid() {
    return entry.uid();
  }

  /** Group. */
  @Exported
  public long getGid() {
    return entry.gid();
  }

  /** Bytes of content; of a folder, of all that is in it. */
  @Exported
  public long getSize() {
    return row.bytes();
  }

  /** How many entries a folder holds, at any depth. */
  @Exported
  public long getEntries() {
    return row.below();
  }

  /** When it was modified, ISO 8601 in UTC. */
  @Exported
  public String getTime() {
    try {
      return Instant.ofEpochSecond(entry.mtimeSeconds(), entry.mtimeNanos()).toString();
    } catch (DateTimeException e) {
      return Long.toString(entry.mtimeSeconds());
    }
  }

  /** The same to the minute. */
  public String getShownTime() {
    try {
      return SHOWN_TIME.format(Instant.ofEpochSecond(entry.mtimeSeconds()));
    } catch (DateTimeException e) {
      return Long.toString(entry.mtimeSeconds());
    }
  }

  /** What a link says; null for others. */
  @Exported(skipNull = true)
  public String getLink() {
    return entry.link() == null ? null : RootPath.display(entry.link());
  }

  /** Where a symbolic link leads to in the root; null where nowhere, and for others. */
  @Exported(skipNull = true)
  public String getTarget() {
    return row.target().map(e -> e.path().toString()).orElse(null);
  }

  /** A device's numbers; null for others. */
  @Exported(skipNull = true)
  public String getDevice() {
    return entry.type().isDevice() ? entry.deviceMajor() + "," + entry.deviceMinor() : null;
  }

  /** The digest of a file's content; null for others. */
  @Exported(skipNull = true)
  public String getSha256() {
    return entry.digest().map(Digest::hex).orElse(null);
  }
}
