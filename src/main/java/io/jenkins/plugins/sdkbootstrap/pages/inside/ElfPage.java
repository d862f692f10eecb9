package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import io.jenkins.plugins.sdkbootstrap.pages.web.Paging;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * Which libraries, loaders and search paths the programs of a stage need that they did not need
 * before, and the reverse. Each file that differs must be read, so a page is about at most {@value
 * #MOST_READ} of them.
 *
 * @param read how many files were read for this page
 * @param changes the programs and libraries that need something else than before
 * @param paging which part of the files that differ this is
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record ElfPage(
    Comparison comparison,
    Query query,
    @Exported int read,
    @Exported(inline = true) List<ElfChangeBean> changes,
    Paging paging) {

  private static final int MOST_READ = 200;
  private static final int PIECE = 2000;

  /** Reads the files of one page. The query has what {@link DiffPage#of} reads. */
  static ElfPage of(Comparison comparison, Query query) throws IOException {
    Paging paging = Paging.of(query);
    int limit = Math.min(paging.limit(), MOST_READ);
    List<Change> candidates =
        candidates(
            DiffPage.diff(comparison, query), DiffPage.filter(query), paging.skip(), limit + 1);
    boolean more = candidates.size() > limit;
    List<Change> page = more ? candidates.subList(0, limit) : candidates;
    List<ElfChangeBean> changes =
        page.isEmpty()
            ? List.of()
            : comparison
                .before()
                .with(before -> comparison.after().with(after -> changes(before, after, page)));
    return new ElfPage(comparison, query, page.size(), changes, paging.followed(more));
  }

  private static List<ElfChangeBean> changes(
      ArchiveFile before, ArchiveFile after, List<Change> page) throws IOException {
    List<ElfChangeBean> changes = new ArrayList<>();
    for (Change change : page) {
      ElfChange elf = ElfChange.read(before, after, change);
      if (!elf.isEmpty()) {
        changes.add(ElfChangeBean.of(elf));
      }
    }
    return changes;
  }

  private static List<Change> candidates(ArchiveDiff diff, DiffFilter filter, int skip, int limit) {
    List<Change> candidates = new ArrayList<>();
    int passed = 0;
    for (int from = 0; candidates.size() < limit; from += PIECE) {
      List<Change> piece = diff.changes(filter, from, PIECE);
      for (Change change : piece) {
        if (ElfChange.isCandidate(change) && passed++ >= skip && candidates.size() < limit) {
          candidates.add(change);
        }
      }
      if (piece.size() < PIECE) {
        break;
      }
    }
    return candidates;
  }

  /** The stage. */
  public StageAddress stage() {
    return comparison.after();
  }

  /** Whether files that differ follow those of this page. */
  @Exported
  public boolean more() {
    return paging.more();
  }

  /** All differences, from the host on. */
  public String diffHref() {
    return comparison.href("", query.without("skip"));
  }

  /** The page about one file, from the host on. */
  public String fileHref(String urlPath) {
    return comparison.fileHref("file", urlPath);
  }
}
