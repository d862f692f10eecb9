package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.ModelObject;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.Change.Kind;
import io.jenkins.plugins.sdkbootstrap.diff.Change.What;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What differs between two tarballs, by their indexes. */
@ExportedBean
public final class DiffPage implements ModelObject {

  private final StagePage stage;
  private final Comparison comparison;
  private final Query query;
  private final DiffFilter filter;
  private final boolean times;
  private final Paging paging;
  private final DiffTotals totals;
  private final List<TotalsBean> folders;
  private final List<ChangeBean> changes;

  private DiffPage(StagePage stage, Comparison comparison, Query query) throws IOException {
    this.stage = stage;
    this.comparison = comparison;
    this.query = query;
    this.filter = filter(query);
    this.times = times(query);
    this.paging = new Paging(query);
    ArchiveDiff diff = diff(comparison, query);
    totals = diff.totals(filter);
    folders =
        diff.directories(filter).stream()
            .map(f -> new TotalsBean(f.directory().toString(), UrlPath.encode(f.directory()), f.totals()))
            .toList();
    changes =
        diff.changes(filter, paging.getSkip(), paging.getLimit()).stream()
            .map(ChangeBean::new)
            .toList();
    paging.setMore(paging.getSkip() + changes.size() < totals.count());
  }

  /**
   * Compares. The query has {@code below}, {@code kind} and {@code what}, each of the last two also
   * several times, {@code times}, and what {@link Paging} reads.
   */
  static DiffPage of(StagePage stage, Comparison comparison, Query query) throws IOException {
    return new DiffPage(stage, comparison, query);
  }

  /** Which changes a query asks for. */
  static DiffFilter filter(Query query) {
    return new DiffFilter(
        query.path("below"), words(query, "kind", Kind.class), words(query, "what", What.class));
  }

  /** The differences that a query asks for, unfiltered. */
  static ArchiveDiff diff(Comparison comparison, Query query) throws IOException {
    return ArchiveDiff.between(
        comparison.getBefore().index(), comparison.getAfter().index(), times(query));
  }

  private static boolean times(Query query) {
    return query.isOn("times") || query.texts("what").contains("time");
  }

  private static <E extends Enum<E>> Set<E> words(Query query, String name, Class<E> type) {
    List<String> words = query.texts(name);
    if (words.isEmpty()) {
      return EnumSet.allOf(type);
    }
    Set<E> chosen = EnumSet.noneOf(type);
    for (String word : words) {
      try {
        chosen.add(Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + " is one of " + words(type), e);
      }
    }
    return chosen;
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return String.join(
        ", ",
        Arrays.stream(type.getEnumConstants())
            .map(e -> e.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  /** The stage. */
  public StagePage getStage() {
    return stage;
  }

  /** What is compared. */
  public Comparison getComparison() {
    return comparison;
  }

  /** The stage that it is compared with, as {@code NUMBER/ID}. */
  @Exported
  public String getAgainst() {
    return comparison.getBefore().getRun().getNumber() + "/" + comparison.getBefore().getId();
  }

  /** The folder that one looks at, for people. */
  @Exported(name = "below")
  public String getBelowName() {
    return filter.below().toString();
  }

  /** The same as it is spelled in URLs. */
  public String getBelowUrlPath() {
    return UrlPath.encode(filter.below());
  }

  /** Whether it is not the root. */
  public boolean isBelow() {
    return !filter.below().isRoot();
  }

  /** The query for the folder around it. */
  public String getUp() {
    return inFolder(UrlPath.encode(filter.below().parent()));
  }

  /** The query for another folder. */
  public String inFolder(String urlPath) {
    return query.without("skip").with("below", urlPath);
  }

  /** All changes that were asked for. */
  @Exported(inline = true)
  public TotalsBean getTotals() {
    return new TotalsBean(getBelowName(), getBelowUrlPath(), totals);
  }

  /** The same by folder. */
  @Exported(inline = true)
  public List<TotalsBean> getFolders() {
    return folders;
  }

  /** A part of the changes. */
  @Exported(inline = true)
  public List<ChangeBean> getChanges() {
    return changes;
  }

  /** How many changes were asked for, all parts together. */
  @Exported
  public int getCount() {
    return totals.count();
  }

  /** Whether more changes follow. */
  @Exported
  public boolean isMore() {
    return paging.isMore();
  }

  /** Which part is shown. */
  public Paging getPaging() {
    return paging;
  }

  /** Whether a different time alone is a change. */
  @Exported
  public boolean isTimes() {
    return times;
  }

  /** The kind that is asked for; empty for all. */
  public String getKind() {
    return query.text("kind");
  }

  /** What of an entry must have changed; empty for anything. */
  public String getWhat() {
    return query.text("what");
  }

  /** The words of all kinds. */
  public List<String> getKinds() {
    return Arrays.stream(Kind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** The words of all that can change. */
  public List<String> getWhats() {
    return Arrays.stream(What.values()).map(w -> w.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** The page of the libraries that are needed, from the host on. */
  public String getElfHref() {
    return stage.getHref()
        + "/diff/elf"
        + query.without("skip").with("against", comparison.getAgainst());
  }

  /** The page of one file's differences, from the host on. */
  public String fileHref(String urlPath) {
    return FileDiffPage.href(stage, "file", comparison, urlPath);
  }

  @Override
  public String getDisplayName() {
    return "Differences";
  }
}
