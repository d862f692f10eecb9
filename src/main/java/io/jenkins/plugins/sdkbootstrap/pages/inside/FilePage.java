package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.ModelObject;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.diff.FileText;
import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One file of a tarball, or whatever else is no folder. */
@ExportedBean
public final class FilePage implements ModelObject {

  /** Larger files are not sent as text. */
  static final long LARGEST_TEXT = 16 << 20;

  /** So much of a text is on the page. */
  private static final int SHOWN = 256 << 10;

  private final StagePage stage;
  private final DirectoryListing.Row row;
  private final Content content;

  /** What was found out about the content by reading it. */
  private record Content(Optional<FileText> text, ElfBean elf, String problem) {
    static final Content NONE = new Content(Optional.empty(), null, null);
  }

  private FilePage(StagePage stage, DirectoryListing.Row row, Content content) {
    this.stage = stage;
    this.row = row;
    this.content = content;
  }

  /** What lies at a path; it is there, and no folder. */
  static FilePage of(StagePage stage, RootPath path) throws IOException {
    DirectoryListing.Row row = DirectoryListing.row(stage.index(), path).orElseThrow();
    Entry file = stage.index().content(row.entry());
    if (file.type() != EntryType.FILE) {
      return new FilePage(stage, row, Content.NONE);
    }
    try {
      return new FilePage(stage, row, stage.with(archive -> read(archive, file)));
    } catch (ArchiveException e) {
      // What the index says can be shown all the same.
      return new FilePage(stage, row, new Content(Optional.empty(), null, e.getMessage()));
    }
  }

  private static Content read(ArchiveFile archive, Entry file) throws IOException {
    try (InputStream in = archive.read(file.path())) {
      Optional<FileText> text = FileText.read(in, SHOWN);
      if (text.isPresent()) {
        return new Content(text, null, null);
      }
    }
    return new Content(
        Optional.empty(), ElfChange.read(archive, file).map(ElfBean::new).orElse(null), null);
  }

  /** The stage. */
  public StagePage getStage() {
    return stage;
  }

  /** The way here. */
  public List<Crumb> getCrumbs() {
    return Crumb.to(stage, row.entry().path());
  }

  /** The file. */
  @Exported(inline = true)
  public EntryBean getFile() {
    return new EntryBean(stage, row);
  }

  /** The page that a link leads to, from the host on; null for others. */
  public String getTargetHref() {
    if (row.entry().type() == EntryType.HARDLINK) {
      return stage.href("files", RootPath.of(row.entry().link()));
    }
    return row.target().map(e -> stage.href("files", e.path())).orElse(null);
  }

  /** Whether it has content. */
  public boolean isReadable() {
    return getFile().isFile();
  }

  /** Where its content is, from the host on. */
  public String getDownloadHref() {
    return stage.href("download", row.entry().path());
  }

  /** Where its content is as plain text, from the host on. */
  public String getTextHref() {
    return stage.href("text", row.entry().path());
  }

  /** How it differs from before, from the host on. */
  public String getDiffHref() {
    return stage.getHref() + "/diff/file?path=" + Query.encode(UrlPath.encode(row.entry().path()));
  }

  /** Why its content cannot be read; null where it can. */
  public String getProblem() {
    return content.problem();
  }

  /** Whether its content is text. */
  @Exported
  public boolean isText() {
    return content.text().isPresent();
  }

  /** What the text seems to be encoded in; null where it is none. */
  @Exported(skipNull = true)
  public String getCharset() {
    return content.text().map(text -> text.charset().name()).orElse(null);
  }

  /** Whether more of the text follows. */
  public boolean isCut() {
    return content.text().map(FileText::cut).orElse(false);
  }

  /** The text's lines, fit to be shown. */
  public List<String> getLines() {
    return content.text().map(FileText::lines).orElse(List.of()).stream()
        .map(FileText::visible)
        .toList();
  }

  /** What it needs to be loaded; null where it is no ELF file. */
  @Exported(inline = true, skipNull = true)
  public ElfBean getElf() {
    return content.elf();
  }

  @Override
  public String getDisplayName() {
    return row.entry().path().name().toString();
  }
}
