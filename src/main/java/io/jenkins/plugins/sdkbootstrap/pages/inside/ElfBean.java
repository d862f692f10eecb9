package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.elf.ElfFile;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What an ELF file needs to be loaded. */
@ExportedBean(defaultVisibility = 2)
public final class ElfBean {

  private final ElfFile file;

  ElfBean(ElfFile file) {
    this.file = file;
  }

  /** A name out of an ELF file, which is any bytes, for people. */
  static String shown(String name) {
    return name == null ? null : Mtree.escape(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same of many. */
  static List<String> shown(List<String> names) {
    return names.stream().map(ElfBean::shown).toList();
  }

  /** What it runs on. */
  @Exported
  public String getMachine() {
    return file.machine().toString();
  }

  /** The loader that starts it; null where there is none. */
  @Exported(skipNull = true)
  public String getInterpreter() {
    return shown(file.interpreter());
  }

  /** The libraries that it needs. */
  @Exported
  public List<String> getNeeded() {
    return shown(file.needed());
  }

  /** Where it says to look for them. */
  @Exported
  public List<String> getRpath() {
    return shown(file.rpath());
  }

  /** What others need it as; null where it has no such name. */
  @Exported(skipNull = true)
  public String getSoname() {
    return shown(file.soname());
  }
}
