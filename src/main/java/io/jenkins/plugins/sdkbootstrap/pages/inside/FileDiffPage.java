package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.ModelObject;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.diff.FileText;
import io.jenkins.plugins.sdkbootstrap.diff.TextDiff;
import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import io.jenkins.plugins.sdkbootstrap.elf.ElfFile;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How one file differs between two tarballs: line by line, or in what it needs to be loaded. */
@ExportedBean
public final class FileDiffPage implements ModelObject {

  /** Larger files are not compared line by line. */
  private static final int LARGEST = 1 << 20;

  private final StagePage stage;
  private final Comparison comparison;
  private final RootPath path;
  private final Side before;
  private final Side after;
  private final TextDiff diff;

  /** The file on one side; without a text where it is none, too large or not there. */
  private record Side(
      Optional<DirectoryListing.Row> row, Optional<FileText> text, Optional<ElfFile> elf) {

    static Side of(StagePage stage, RootPath path) throws IOException {
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
  }

  private FileDiffPage(
      StagePage stage, Comparison comparison, RootPath path, Side before, Side after) {
    this.stage = stage;
    this.comparison = comparison;
    this.path = path;
    this.before = before;
    this.after = after;
    this.diff =
        before.lines().isPresent() && after.lines().isPresent()
            ? TextDiff.between(before.lines().get(), after.lines().get())
            : null;
  }

  /** Compares the file at {@code path}, which must be on one side at least. */
  static FileDiffPage of(StagePage stage, Comparison comparison, Query query) throws IOException {
    RootPath path = query.path("path");
    Side before = Side.of(comparison.getBefore(), path);
    Side after = Side.of(stage, path);
    if (before.row().isEmpty() && after.row().isEmpty()) {
      throw PageException.notFound(stage.getRun(), path + " is in neither of the two");
    }
    return new FileDiffPage(stage, comparison, path, before, after);
  }

  /** The differences as {@code patch} reads them; a text that is no UTF-8 becomes that. */
  HttpResponse asPatch() {
    if (diff == null) {
      throw PageException.wrong(
          stage.getRun(),
          path + " cannot be compared line by line: it is no text, or over 1 MiB large");
    }
    String name = path.toString();
    return new PlainText(
        String.join("\n", diff.unified("a/" + name, "b/" + name)) + (diff.isEmpty() ? "" : "\n"));
  }

  /** The stage. */
  public StagePage getStage() {
    return stage;
  }

  /** What is compared. */
  public Comparison getComparison() {
    return comparison;
  }

  /** Which file, for people. */
  @Exported
  public String getPath() {
    return path.toString();
  }

  /** Which file, as it is spelled in URLs. */
  @Exported
  public String getUrlPath() {
    return UrlPath.encode(path);
  }

  /** The file before; null where it was not there. */
  @Exported(inline = true, skipNull = true)
  public EntryBean getBefore() {
    return before.row().map(row -> new EntryBean(comparison.getBefore(), row)).orElse(null);
  }

  /** The file now; null where it is not there. */
  @Exported(inline = true, skipNull = true)
  public EntryBean getAfter() {
    return after.row().map(row -> new EntryBean(stage, row)).orElse(null);
  }

  /** Whether it could be compared line by line. */
  @Exported
  public boolean isText() {
    return diff != null;
  }

  /** Whether it is text, and the same. */
  public boolean isSame() {
    return diff != null && diff.isEmpty();
  }

  /** How many lines were added. */
  @Exported
  public int getAdded() {
    return diff == null ? 0 : diff.added();
  }

  /** How many lines were removed. */
  @Exported
  public int getRemoved() {
    return diff == null ? 0 : diff.removed();
  }

  /** Whether the two have so little in common that it was not looked for. */
  @Exported
  public boolean isRough() {
    return diff != null && !diff.minimal();
  }

  /** The differences; none where it is no text. */
  @Exported(inline = true)
  public List<HunkBean> getHunks() {
    return diff == null ? List.of() : diff.hunks().stream().map(HunkBean::new).toList();
  }

  /** What it needs to be loaded, before and now; null where it is no ELF file on either side. */
  @Exported(inline = true, skipNull = true)
  public ElfChangeBean getElf() {
    return before.elf().isEmpty() && after.elf().isEmpty()
        ? null
        : new ElfChangeBean(new ElfChange(path, before.elf(), after.elf()));
  }

  /** The differences as a patch, from the host on. */
  public String getPatchHref() {
    return href(stage, "unified", comparison, getUrlPath());
  }

  /** The page, or another view, of a file's differences, from the host on. */
  static String href(StagePage stage, String view, Comparison comparison, String urlPath) {
    return stage.getHref()
        + "/diff/"
        + view
        + "?against="
        + Query.encode(comparison.getAgainst())
        + "&path="
        + Query.encode(urlPath);
  }

  /** All differences, from the host on. */
  public String getDiffHref() {
    return stage.getHref() + "/diff/?against=" + Query.encode(comparison.getAgainst());
  }

  @Override
  public String getDisplayName() {
    return path.name().toString();
  }
}
