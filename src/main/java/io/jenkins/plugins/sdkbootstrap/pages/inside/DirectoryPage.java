package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryOrder;
import io.jenkins.plugins.sdkbootstrap.pages.web.Paging;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A directory of a tarball.
 *
 * @param count how many entries are right in it
 * @param entries the entries of this part
 * @param order {@code name}, {@code size} or {@code time}
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record DirectoryPage(
    StageAddress stage,
    List<StageAddress.Crumb> crumbs,
    @Exported(inline = true) EntryBean directory,
    @Exported int count,
    @Exported(inline = true) List<EntryBean> entries,
    @Exported String order,
    Paging paging) {

  /** A directory, which is there. The query has {@code order}, and what {@link Paging} reads. */
  static DirectoryPage of(StageAddress stage, RootPath path, Query query) throws IOException {
    DirectoryOrder order = order(query.text("order"));
    Paging paging = Paging.of(query);
    DirectoryListing listing =
        DirectoryListing.of(stage.index(), path, order, paging.skip(), paging.limit())
            .orElseThrow();
    return new DirectoryPage(
        stage,
        stage.crumbs(path),
        new EntryBean(
            stage,
            new DirectoryListing.Row(
                listing.directory(),
                listing.totals().bytes(),
                listing.totals().entries(),
                Optional.empty())),
        listing.count(),
        listing.rows().stream().map(row -> new EntryBean(stage, row)).toList(),
        order.name().toLowerCase(Locale.ROOT),
        paging.followed(listing.skip() + listing.rows().size() < listing.count()));
  }

  private static DirectoryOrder order(String id) {
    return switch (id) {
      case "", "name" -> DirectoryOrder.NAME;
      case "size" -> DirectoryOrder.SIZE;
      case "time" -> DirectoryOrder.TIME;
      default -> throw new IllegalArgumentException(Messages.DirectoryPage_WrongOrder());
    };
  }

  /** Whether more entries follow. */
  @Exported
  public boolean more() {
    return paging.more();
  }

  /** The query for another order. */
  public String ordered(String by) {
    return Query.NONE.with("order", by);
  }
}
