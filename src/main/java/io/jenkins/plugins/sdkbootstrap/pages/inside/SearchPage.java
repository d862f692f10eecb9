package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.ModelObject;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Names all over a tarball. */
@ExportedBean
public final class SearchPage implements ModelObject {

  private final StagePage stage;
  private final String name;
  private final List<EntryBean> entries;
  private final Paging paging;

  private SearchPage(StagePage stage, String name, List<EntryBean> entries, Paging paging) {
    this.stage = stage;
    this.name = name;
    this.entries = entries;
    this.paging = paging;
  }

  /**
   * Searches for {@code name}, as {@link ArchiveIndex#find} does; for nothing where it is empty.
   */
  static SearchPage of(StagePage stage, Query query) throws IOException {
    String name = query.text("name");
    Paging paging = new Paging(query);
    ArchiveIndex index = stage.index();
    if (name.isEmpty()) {
      return new SearchPage(stage, name, List.of(), paging);
    }
    ArchiveIndex.Found found = index.find(name, paging.getSkip(), paging.getLimit());
    paging.setMore(found.more());
    List<EntryBean> entries =
        found.entries().stream()
            .map(e -> new EntryBean(stage, DirectoryListing.row(index, e.path()).orElseThrow()))
            .toList();
    return new SearchPage(stage, name, entries, paging);
  }

  /** The stage. */
  public StagePage getStage() {
    return stage;
  }

  /** What was looked for. */
  @Exported
  public String getName() {
    return name;
  }

  /** What was found. */
  @Exported(inline = true)
  public List<EntryBean> getEntries() {
    return entries;
  }

  /** Whether more was found than is shown. */
  @Exported
  public boolean isMore() {
    return paging.isMore();
  }

  /** Which part is shown. */
  public Paging getPaging() {
    return paging;
  }

  @Override
  public String getDisplayName() {
    return "Search";
  }
}
