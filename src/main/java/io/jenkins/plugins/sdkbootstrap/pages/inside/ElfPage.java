package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.ModelObject;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * Which libraries, loaders and search paths the programs of a stage need anew, and which no more.
 * Reads the files that differ, so many a page: {@code limit} of them, after the first {@code skip}.
 */
@ExportedBean
public final class ElfPage implements ModelObject {

  private static final int MOST_READ = 200;
  private static final int PIECE = 2000;

  private final StagePage stage;
  private final Comparison comparison;
  private final Query query;
  private final Paging paging;
  private final int read;
  private final List<ElfChangeBean> changes;

  private ElfPage(
      StagePage stage,
      Comparison comparison,
      Query query,
      Paging paging,
      int read,
      List<ElfChangeBean> changes) {
    this.stage = stage;
    this.comparison = comparison;
    this.query = query;
    this.paging = paging;
    this.read = read;
    this.changes = changes;
  }

  /** Reads the files of one page. */
  static ElfPage of(StagePage stage, Comparison comparison, Query query) throws IOException {
    Paging paging = new Paging(query);
    int limit = Math.min(paging.getLimit(), MOST_READ);
    List<Change> candidates =
        candidates(
            DiffPage.diff(comparison, query), DiffPage.filter(query), paging.getSkip(), limit + 1);
    boolean more = candidates.size() > limit;
    List<Change> page = more ? candidates.subList(0, limit) : candidates;
    paging.setMore(more);
    List<ElfChangeBean> changes = new ArrayList<>();
    if (!page.isEmpty()) {
      comparison
          .getBefore()
          .with(
              before ->
                  stage.with(
                      after -> {
                        for (Change change : page) {
                          ElfChange elf = ElfChange.read(before, after, change);
                          if (!elf.isEmpty()) {
                            changes.add(new ElfChangeBean(elf));
                          }
                        }
                        return null;
                      }));
    }
    return new ElfPage(stage, comparison, query, paging, page.size(), changes);
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
  public StagePage getStage() {
    return stage;
  }

  /** What is compared. */
  public Comparison getComparison() {
    return comparison;
  }

  /** How many files that differ were read for this page. */
  @Exported
  public int getRead() {
    return read;
  }

  /** The programs and libraries that need something else than before. */
  @Exported(inline = true)
  public List<ElfChangeBean> getChanges() {
    return changes;
  }

  /** Whether there are files that differ behind those of this page. */
  @Exported
  public boolean isMore() {
    return paging.isMore();
  }

  /** Which part is shown. */
  public Paging getPaging() {
    return paging;
  }

  /** All differences, from the host on. */
  public String getDiffHref() {
    return stage.getHref()
        + "/diff/"
        + query.without("skip").with("against", comparison.getAgainst());
  }

  /** The page of one file's differences, from the host on. */
  public String fileHref(String urlPath) {
    return FileDiffPage.href(stage, "file", comparison, urlPath);
  }

  @Override
  public String getDisplayName() {
    return "Libraries";
  }
}
