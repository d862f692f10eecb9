package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.elf.ElfChange;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What one program or library needs anew, and what no more. */
@ExportedBean(defaultVisibility = 2)
public final class ElfChangeBean {

  private final ElfChange change;

  ElfChangeBean(ElfChange change) {
    this.change = change;
  }

  /** The file, for people. */
  @Exported
  public String getPath() {
    return change.path().toString();
  }

  /** The file, as it is spelled in URLs. */
  @Exported
  public String getUrlPath() {
    return UrlPath.encode(change.path());
  }

  /** Libraries that are needed now and were not. */
  @Exported
  public List<String> getNeededAdded() {
    return ElfBean.shown(change.neededAdded());
  }

  /** Libraries that were needed and are no more. */
  @Exported
  public List<String> getNeededRemoved() {
    return ElfBean.shown(change.neededRemoved());
  }

  /** Places to look for libraries that are new. */
  @Exported
  public List<String> getRpathAdded() {
    return ElfBean.shown(change.rpathAdded());
  }

  /** Places to look for libraries that are gone. */
  @Exported
  public List<String> getRpathRemoved() {
    return ElfBean.shown(change.rpathRemoved());
  }

  /** The loader that started it; null where there was none. */
  @Exported(skipNull = true)
  public String getInterpreterBefore() {
    return ElfBean.shown(change.interpreterBefore());
  }

  /** The loader that starts it; null where there is none. */
  @Exported(skipNull = true)
  public String getInterpreterAfter() {
    return ElfBean.shown(change.interpreterAfter());
  }

  /** Whether the loader is another one. */
  public boolean isInterpreterChanged() {
    return !Objects.equals(change.interpreterBefore(), change.interpreterAfter());
  }

  /** Whether it needs the same as before. */
  public boolean isSame() {
    return change.isEmpty();
  }
}
