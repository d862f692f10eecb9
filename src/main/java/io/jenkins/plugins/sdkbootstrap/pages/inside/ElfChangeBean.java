package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import io.jenkins.plugins.sdkbootstrap.pages.web.UrlPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How a program or library differs in what it needs to be loaded.
 *
 * @param path the file, for people
 * @param urlPath the file, as URLs spell it
 * @param neededAdded libraries that it needs now and did not need before
 * @param neededRemoved libraries that it needed before and does not need now
 * @param rpathAdded directories in which it looks for libraries only now
 * @param rpathRemoved directories in which it looked for libraries only before
 * @param interpreterBefore the loader that started it; null where there was none
 * @param interpreterAfter the loader that starts it; null where there is none
 */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public record ElfChangeBean(
    @Exported String path,
    @Exported String urlPath,
    @Exported List<String> neededAdded,
    @Exported List<String> neededRemoved,
    @Exported List<String> rpathAdded,
    @Exported List<String> rpathRemoved,
    @Exported(skipNull = true) String interpreterBefore,
    @Exported(skipNull = true) String interpreterAfter) {

  static ElfChangeBean of(ElfChange change) {
    return new ElfChangeBean(
        change.path().toString(),
        UrlPath.encode(change.path()),
        ElfBean.shown(change.neededAdded()),
        ElfBean.shown(change.neededRemoved()),
        ElfBean.shown(change.rpathAdded()),
        ElfBean.shown(change.rpathRemoved()),
        ElfBean.shown(change.interpreterBefore()),
        ElfBean.shown(change.interpreterAfter()));
  }

  /** What it needs only now, a line each, for people. */
  public List<String> added() {
    return lines(neededAdded, interpreterAfter, rpathAdded);
  }

  /** What it needed only before, a line each, for people. */
  public List<String> removed() {
    return lines(neededRemoved, interpreterBefore, rpathRemoved);
  }

  private List<String> lines(List<String> needed, String interpreter, List<String> rpath) {
    List<String> lines = new ArrayList<>(needed);
    if (interpreter != null && !Objects.equals(interpreterBefore, interpreterAfter)) {
      lines.add(Messages.ElfChangeBean_Loader(interpreter));
    }
    rpath.forEach(directory -> lines.add(Messages.ElfChangeBean_LooksIn(directory)));
    return lines;
  }

  /** Whether it needs the same as before. */
  public boolean same() {
    return added().isEmpty() && removed().isEmpty();
  }
}
