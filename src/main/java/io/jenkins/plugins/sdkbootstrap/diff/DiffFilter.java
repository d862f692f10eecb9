package io.jenkins.plugins.sdkbootstrap.diff;

import io.jenkins.plugins.sdkbootstrap.diff.Change.Kind;
import io.jenkins.plugins.sdkbootstrap.diff.Change.What;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.EnumSet;
import java.util.Set;

/**
 * Selects changes.
 *
 * @param below only changes at or below this path
 * @param kinds only changes of these kinds
 * @param what of changed entries, only those with a change of one of these attributes
 */
public record DiffFilter(RootPath below, Set<Kind> kinds, Set<What> what) {

  public static final DiffFilter ALL =
      new DiffFilter(RootPath.ROOT, EnumSet.allOf(Kind.class), EnumSet.allOf(What.class));

  public DiffFilter {
    kinds = Set.copyOf(kinds);
    what = Set.copyOf(what);
  }

  public DiffFilter below(RootPath path) {
    return new DiffFilter(path, kinds, what);
  }
}
