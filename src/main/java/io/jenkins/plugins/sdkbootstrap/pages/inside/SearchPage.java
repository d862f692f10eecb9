package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.DirectoryListing;
import io.jenkins.plugins.sdkbootstrap.pages.web.Paging;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import java.io.IOException;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * Names found anywhere in a tarball.
 *
 * @param name what was searched for; empty where nothing was
 * @param entries what was found
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record SearchPage(
    StageAddress stage,
    @Exported String name,
    @Exported(inline = true) List<EntryBean> entries,
    Paging paging) {

  /** Searches for the {@code name} of the query, as {@link ArchiveIndex#find} does. */
  static SearchPage of(StageAddress stage, Query query) throws IOException {
    String name = query.text("name");
    Paging paging = Paging.of(query);
    ArchiveIndex index = stage.index();
    if (name.isEmpty()) {
      return new SearchPage(stage, name, List.of(), paging);
    }
    ArchiveIndex.Found found = index.find(name, paging.skip(), paging.limit());
    List<EntryBean> entries =
        found.entries().stream()
            .map(e -> new EntryBean(stage, DirectoryListing.row(index, e.path()).orElseThrow()))
            .toList();
    return new SearchPage(stage, name, entries, paging.followed(found.more()));
  }

  /** Whether more was found. */
  @Exported
  public boolean more() {
    return paging.more();
  }
}
