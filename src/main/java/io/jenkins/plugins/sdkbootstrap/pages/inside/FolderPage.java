package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.ModelObject;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryOrder;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A folder of a tarball. */
@ExportedBean
public final class FolderPage implements ModelObject {

  private final StagePage stage;
  private final DirectoryListing listing;
  private final DirectoryOrder order;
  private final Paging paging;

  private FolderPage(StagePage stage, DirectoryListing listing, DirectoryOrder order, Paging paging) {
    this.stage = stage;
    this.listing = listing;
    this.order = order;

    this.paging = paging;
    paging.setMore(listing.skip() + listing.rows().size() < listing.count());
  }

  /** A folder, which is there, ordered by {@code order} and cut as {@link Paging} says. */
  static FolderPage of(StagePage stage, RootPath path, Query query) throws IOException {
    DirectoryOrder order = order(query.text("order"));
    Paging paging = new Paging(query);
    DirectoryListing listing =
        DirectoryListing.of(stage.index(), path, order, paging.getSkip(), paging.getLimit())
            .orElseThrow(() -> new IllegalArgumentException(path + " is no folder"));
    return new FolderPage(stage, listing, order, paging);
  }

  private static DirectoryOrder order(String word) {
    return switch (word) {
      case "", "name" -> DirectoryOrder.NAME;
      case "size" -> DirectoryOrder.SIZE;
      case "time" -> DirectoryOrder.TIME;
      default -> throw new IllegalArgumentException("order is name, size or time");
    };
  }

  /** The stage. */
  public StagePage getStage() {
    return stage;
  }

  /** The way here. */
  public List<Crumb> getCrumbs() {
    return Crumb.to(stage, listing.directory().path());
  }

  /** The folder itself. */
  @Exported(inline = true)
  public EntryBean getFolder() {
    return new EntryBean(
        stage,
        new DirectoryListing.Row(
            listing.directory(),
            listing.totals().bytes(),
            listing.totals().entries(),
            Optional.empty()));
  }

  /** How many entries lie right in it. */
  @Exported
  public int getCount() {
    return listing.count();
  }

  /** The entries that are shown. */
  @Exported(inline = true)
  public List<EntryBean> getEntries() {
    return listing.rows().stream().map(row -> new EntryBean(stage, row)).toList();
  }

  /** Whether entries follow that are not shown. */
  @Exported
  public boolean isMore() {
    return paging.isMore();
  }

  /** Which part is shown. */
  public Paging getPaging() {
    return paging;
  }

  /** name, size or time. */
  @Exported
  public String getOrder() {
    return order.name().toLowerCase(Locale.ROOT);
  }

  /** The query for another order. */
  public String ordered(String by) {
    return new Query(Map.of()).with("order", by);
  }

  @Override
  public String getDisplayName() {
    RootPath path = listing.directory().path();
    return path.isRoot() ? "Files" : path.name().toString();
  }
}
