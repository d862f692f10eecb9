package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Computer;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.Change.Kind;
import io.jenkins.plugins.sdkbootstrap.diff.Change.What;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.pages.web.Paging;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import io.jenkins.plugins.sdkbootstrap.pages.web.UrlPath;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What differs between two tarballs, by their indexes.
 *
 * @param below the directory that it is limited to
 * @param times whether a different time alone is a change
 * @param packages by package; null where this is not all, or it is not known
 * @param totals all changes that were asked for
 * @param directories the same by directory
 * @param changes the changes of this part
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record DiffPage(
    Comparison comparison,
    Query query,
    RootPath below,
    @Exported boolean times,
    @Exported(inline = true, skipNull = true) PackageChanges packages,
    @Exported(inline = true) Totals totals,
    @Exported(inline = true) List<Totals> directories,
    @Exported(inline = true) List<ChangeBean> changes,
    Paging paging) {

  /**
   * The changes at or below a directory, counted.
   *
   * @param directory for people
   * @param urlPath the directory as URLs spell it
   * @param addedBytes bytes of the added entries
   * @param removedBytes bytes of the removed entries
   * @param growth how many bytes there are more than before; negative where there are fewer
   */
  @ExportedBean(defaultVisibility = 2)
  @Restricted(NoExternalUse.class)
  public record Totals(
      @Exported String directory,
      @Exported String urlPath,
      @Exported int added,
      @Exported int removed,
      @Exported int changed,
      @Exported long addedBytes,
      @Exported long removedBytes,
      @Exported long growth) {

    static Totals of(RootPath directory, DiffTotals totals) {
      return new Totals(
          directory.toString(),
          UrlPath.encode(directory),
          totals.added(),
          totals.removed(),
          totals.changed(),
          totals.addedBytes(),
          totals.removedBytes(),
          totals.growth());
    }

    /** The sign of the growth, for people. */
    public String sign() {
      return sign(growth);
    }

    static String sign(long growth) {
      return growth < 0 ? "\u2212" : growth > 0 ? "+" : "";
    }

    /** The growth without its sign. */
    public long growthSize() {
      return Math.abs(growth);
    }
  }

  /**
   * Compares. The query has {@code below}, {@code kind} and {@code what}, each of the last two also
   * several times, {@code times}, and what {@link Paging} reads.
   */
  static DiffPage of(Comparison comparison, Query query) throws IOException {
    DiffFilter filter = filter(query);
    Paging paging = Paging.of(query);
    ArchiveDiff diff = diff(comparison, query);
    DiffTotals totals = diff.totals(filter);
    List<ChangeBean> changes =
        diff.changes(filter, paging.skip(), paging.limit()).stream().map(ChangeBean::of).toList();
    return new DiffPage(
        comparison,
        query,
        filter.below(),
        times(query),
        filter.equals(DiffFilter.ALL) && paging.skip() == 0
            ? PackageChanges.between(comparison.before(), comparison.after()).orElse(null)
            : null,
        Totals.of(filter.below(), totals),
        diff.directories(filter).stream().map(d -> Totals.of(d.directory(), d.totals())).toList(),
        changes,
        paging.followed(paging.skip() + changes.size() < totals.count()));
  }

  /** The changes that a query asks for. */
  static DiffFilter filter(Query query) {
    return new DiffFilter(
        query.path("below"), chosen(query, "kind", Kind.class), chosen(query, "what", What.class));
  }

  /** All differences, compared as a query asks for. */
  static ArchiveDiff diff(Comparison comparison, Query query) throws IOException {
    StageFiles before = comparison.before().files();
    StageArchives archives = StageArchives.get();
    // Reads both at the same time: whoever asks for one that is being read waits for that.
    Computer.threadPoolForRemoting.submit(() -> archives.index(before));
    ArchiveIndex after = comparison.after().index();
    return ArchiveDiff.between(archives.index(before), after, times(query));
  }

  private static boolean times(Query query) {
    return query.isOn("times") || query.texts("what").contains("time");
  }

  private static <E extends Enum<E>> Set<E> chosen(Query query, String name, Class<E> type) {
    List<String> ids = query.texts(name);
    if (ids.isEmpty()) {
      return EnumSet.allOf(type);
    }
    Set<E> chosen = EnumSet.noneOf(type);
    for (String id : ids) {
      try {
        chosen.add(Enum.valueOf(type, id.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        List<String> all = Arrays.stream(type.getEnumConstants()).map(ChangeBean::id).toList();
        throw new IllegalArgumentException(
            Messages.DiffPage_NotOneOf(name, String.join(", ", all)), e);
      }
    }
    return chosen;
  }

  /** The stage. */
  public StageAddress stage() {
    return comparison.after();
  }

  /** The stage that it is compared with, as {@code NUMBER/ID}. */
  @Exported
  public String against() {
    return comparison.before().run().getNumber() + "/" + comparison.before().id();
  }

  /** The directory that it is limited to, for people. */
  @Exported(name = "below")
  public String belowName() {
    return below.toString();
  }

  /** Whether it is limited to a directory. */
  public boolean limited() {
    return !below.isRoot();
  }

  /** The query for the parent directory. */
  public String up() {
    return inDirectory(UrlPath.encode(below.parent()));
  }

  /** The query for another directory. */
  public String inDirectory(String urlPath) {
    return query.without("skip").with("below", urlPath);
  }

  /** How many changes were asked for, all parts together. */
  @Exported
  public int count() {
    return totals.added() + totals.removed() + totals.changed();
  }

  /** Whether more changes follow. */
  @Exported
  public boolean more() {
    return paging.more();
  }

  /** The kinds of changes that a form offers. */
  public List<Comparison.Choice> kinds() {
    return choices("kind", Messages.DiffPage_AnyKind(), Kind.values(), ChangeBean::label);
  }

  /** The properties that a form offers. */
  public List<Comparison.Choice> whats() {
    return choices("what", Messages.DiffPage_AnyWhat(), What.values(), ChangeBean::label);
  }

  private <E extends Enum<E>> List<Comparison.Choice> choices(
      String name, String any, E[] values, Function<E, String> label) {
    String chosen = query.text(name);
    List<Comparison.Choice> choices = new ArrayList<>();
    choices.add(new Comparison.Choice("", any, chosen.isEmpty()));
    for (E value : values) {
      String id = ChangeBean.id(value);
      choices.add(new Comparison.Choice(id, label.apply(value), id.equals(chosen)));
    }
    return choices;
  }

  /** The page about libraries, from the host on. */
  public String elfHref() {
    return comparison.href("elf", query.without("skip"));
  }

  /** The page about one file, from the host on. */
  public String fileHref(String urlPath) {
    return comparison.fileHref("file", urlPath);
  }
}
