package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.diff.FileText;
import io.jenkins.plugins.sdkbootstrap.diff.TextDiff;
import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import io.jenkins.plugins.sdkbootstrap.elf.ElfFile;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import io.jenkins.plugins.sdkbootstrap.pages.web.UrlPath;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How one file differs between two tarballs: line by line, or in what it needs to be loaded.
 *
 * @param before the file before; null where it was not there
 * @param after the file now; null where it is not there
 * @param diff the differences line by line; null where the file is no text
 * @param elf the differences in what it needs to be loaded; null where it is no ELF file
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record FileDiffPage(
    Comparison comparison,
    RootPath file,
    @Exported(inline = true, skipNull = true) EntryBean before,
    @Exported(inline = true, skipNull = true) EntryBean after,
    TextDiff diff,
    @Exported(inline = true, skipNull = true) ElfChangeBean elf) {

  /** Larger files are not compared line by line. */
  private static final int LARGEST = 1 << 20;

  /** The file in one tarball; without a text where it is none, too large or not there. */
  private record Side(
      Optional<DirectoryListing.Row> row, Optional<FileText> text, Optional<ElfFile> elf) {

    static Side of(StageAddress stage, RootPath path) throws IOException {
      ArchiveIndex index = stage.index();
      Optional<DirectoryListing.Row> row = DirectoryListing.row(index, path);
      Entry file = row.map(r -> index.content(r.entry())).orElse(null);
      if (file == null || file.type() != EntryType.FILE) {
        return new Side(row, Optional.empty(), Optional.empty());
      }
      return stage.with(archive -> read(archive, row, file));
    }

    private static Side read(ArchiveFile archive, Optional<DirectoryListing.Row> row, Entry file)
        throws IOException {
      if (file.size() <= LARGEST) {
        try (InputStream in = archive.read(file.path())) {
          Optional<FileText> text = FileText.read(in, LARGEST);
          if (text.isPresent()) {
            return new Side(row, text, Optional.empty());
          }
        }
      }
      return new Side(row, Optional.empty(), ElfChange.read(archive, file));
    }

    /** The lines; none where there is no file, or nothing to compare them with. */
    Optional<List<String>> lines() {
      return row.isEmpty() ? Optional.of(List.of()) : text.map(FileText::lines);
    }

    EntryBean entry(StageAddress stage) {
      return row.map(r -> new EntryBean(stage, r)).orElse(null);
    }
  }

  /**
   * Lines of the two texts that follow each other.
   *
   * @param header the line that a unified diff has before them
   */
  @ExportedBean(defaultVisibility = 2)
  @Restricted(NoExternalUse.class)
  public record Hunk(@Exported String header, @Exported(inline = true) List<Line> lines) {

    static Hunk of(TextDiff.Hunk hunk) {
      return new Hunk(hunk.header(), hunk.lines().stream().map(Line::of).toList());
    }
  }

  /**
   * A line.
   *
   * @param kind {@code same}, {@code removed} or {@code added}
   * @param label the kind for people; empty for the same
   * @param sign the sign of a unified diff
   * @param before its number before; null where it was not there
   * @param after its number now; null where it is not there
   * @param text the line, fit to be shown
   * @param endless whether it is the last line and has no line feed
   */
  @ExportedBean(defaultVisibility = 2)
  @Restricted(NoExternalUse.class)
  public record Line(
      @Exported String kind,
      String label,
      String sign,
      @Exported(skipNull = true) Integer before,
      @Exported(skipNull = true) Integer after,
      @Exported String text,
      @Exported boolean endless) {

    static Line of(TextDiff.Line line) {
      return new Line(
          ChangeBean.id(line.kind()),
          switch (line.kind()) {
            case SAME -> "";
            case REMOVED -> Messages.ChangeBean_Removed();
            case ADDED -> Messages.ChangeBean_Added();
          },
          line.kind() == TextDiff.Kind.REMOVED ? "\u2212" : String.valueOf(line.kind().sign()),
          line.before() == 0 ? null : line.before(),
          line.after() == 0 ? null : line.after(),
          FileText.visible(line.text()),
          !line.text().endsWith("\n"));
    }
  }

  /** Compares the file {@code path} of the query, which must be in one of the two at least. */
  static FileDiffPage of(Comparison comparison, Query query) throws IOException {
    RootPath path = query.path("path");
    Side before = Side.of(comparison.before(), path);
    Side after = Side.of(comparison.after(), path);
    if (before.row().isEmpty() && after.row().isEmpty()) {
      throw PageException.notFound(comparison.after().run(), Messages.FileDiffPage_InNeither(path));
    }
    boolean text = before.lines().isPresent() && after.lines().isPresent();
    boolean elf = before.elf().isPresent() || after.elf().isPresent();
    return new FileDiffPage(
        comparison,
        path,
        before.entry(comparison.before()),
        after.entry(comparison.after()),
        text ? TextDiff.between(before.lines().get(), after.lines().get()) : null,
        elf ? ElfChangeBean.of(new ElfChange(path, before.elf(), after.elf())) : null);
  }

  /** The differences as {@code patch} reads them; texts of other charsets come as UTF-8. */
  HttpResponse asPatch() {
    if (diff == null) {
      throw PageException.wrong(stage().run(), Messages.FileDiffPage_NoText(file, LARGEST >> 20));
    }
    return RawFile.plain(
        String.join("\n", diff.unified("a/" + file, "b/" + file)) + (diff.isEmpty() ? "" : "\n"));
  }

  /** The stage. */
  public StageAddress stage() {
    return comparison.after();
  }

  /** The file, for people. */
  @Exported
  public String path() {
    return file.toString();
  }

  /** The last name of its path, for people. */
  public String name() {
    return file.name().toString();
  }

  /** The file, as URLs spell it. */
  @Exported
  public String urlPath() {
    return UrlPath.encode(file);
  }

  /** Whether it could be compared line by line. */
  @Exported
  public boolean text() {
    return diff != null;
  }

  /** Whether it is text, and the same. */
  public boolean same() {
    return text() && diff.isEmpty();
  }

  /** How many lines were added. */
  @Exported
  public int added() {
    return text() ? diff.added() : 0;
  }

  /** How many lines were removed. */
  @Exported
  public int removed() {
    return text() ? diff.removed() : 0;
  }

  /** Whether a smaller difference may exist: the search for it was given up. */
  @Exported
  public boolean rough() {
    return text() && !diff.minimal();
  }

  /** The differences; none where it is no text. */
  @Exported(inline = true)
  public List<Hunk> hunks() {
    return text() ? diff.hunks().stream().map(Hunk::of).toList() : List.of();
  }

  /** The differences as a patch, from the host on. */
  public String patchHref() {
    return comparison.fileHref("unified", urlPath());
  }

  /** All differences, from the host on. */
  public String diffHref() {
    return comparison.href("", Query.NONE);
  }
}
