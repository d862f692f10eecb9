package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.diff.FileText;
import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A file of a tarball, or any other entry that is no directory.
 *
 * @param content the beginning of its text; null where it is no text
 * @param elf what it needs to be loaded; null where it is no ELF file
 * @param problem why its content cannot be read; null where it can
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record FilePage(
    StageAddress stage,
    RootPath entry,
    @Exported(inline = true) EntryBean file,
    FileText content,
    @Exported(inline = true, skipNull = true) ElfBean elf,
    String problem) {

  /** Larger files are not sent as text. */
  static final long LARGEST_TEXT = 16 << 20;

  /** How many bytes of a text are on the page. */
  private static final int SHOWN = 256 << 10;

  /** The entry at a path; it is there, and no directory. */
  static FilePage of(StageAddress stage, RootPath path) throws IOException {
    DirectoryListing.Row row = DirectoryListing.row(stage.index(), path).orElseThrow();
    FilePage page = new FilePage(stage, path, new EntryBean(stage, row), null, null, null);
    Entry file = stage.index().content(row.entry());
    if (file.type() != EntryType.FILE) {
      return page;
    }
    try {
      return stage.with(archive -> page.read(archive, file));
    } catch (ArchiveException e) {
      // The index still says something about it.
      return new FilePage(stage, path, page.file, null, null, e.getMessage());
    }
  }

  private FilePage read(ArchiveFile archive, Entry source) throws IOException {
    Optional<FileText> text;
    try (InputStream in = archive.read(source.path())) {
      text = FileText.read(in, SHOWN);
    }
    ElfBean read =
        text.isPresent() ? null : ElfChange.read(archive, source).map(ElfBean::of).orElse(null);
    return new FilePage(stage, entry, file, text.orElse(null), read, null);
  }

  /** The way to the file. */
  public List<StageAddress.Crumb> crumbs() {
    return stage.crumbs(entry);
  }

  /** Its content to be saved, from the host on. */
  public String downloadHref() {
    return stage.href("download", entry);
  }

  /** Its content as plain text, from the host on. */
  public String textHref() {
    return stage.href("text", entry);
  }

  /** How it differs from an earlier build, from the host on. */
  public String diffHref() {
    return stage.href() + "/diff/file" + Query.NONE.with("path", file.urlPath());
  }

  /** Whether its content is text. */
  @Exported
  public boolean text() {
    return content != null;
  }

  /** The charset in which the text seems to be; null where it is none. */
  @Exported(skipNull = true)
  public String charset() {
    return text() ? content.charset().name() : null;
  }

  /** Whether more of the text follows. */
  public boolean cut() {
    return text() && content.cut();
  }

  /** The text's lines, fit to be shown. */
  public List<String> lines() {
    return text() ? content.lines().stream().map(FileText::visible).toList() : List.of();
  }
}
