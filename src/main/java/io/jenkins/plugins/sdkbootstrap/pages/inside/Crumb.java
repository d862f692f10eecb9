package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.ArrayList;
import java.util.List;

/** A folder on the way to a path. */
public final class Crumb {

  private final String title;
  private final String href;

  private Crumb(String title, String href) {
    this.title = title;
    this.href = href;
  }

  /** The root and every folder down to this path, and itself. */
  static List<Crumb> to(StagePage stage, RootPath path) {
    List<Crumb> crumbs = new ArrayList<>();
    for (RootPath at = path; !at.isRoot(); at = at.parent()) {
      crumbs.add(0, new Crumb(at.name().toString(), stage.href("files", at)));
    }
    crumbs.add(0, new Crumb("/", stage.href("files", RootPath.ROOT)));
    return crumbs;
  }

  /** Its name, for people. */
  public String getTitle() {
    return title;
  }

  /** Its page, from the host on. */
  public String getHref() {
    return href;
  }
}
