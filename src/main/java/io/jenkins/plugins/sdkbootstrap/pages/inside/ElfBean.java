package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.elf.ElfFile;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What an ELF file needs to be loaded.
 *
 * @param machine the machine that it runs on
 * @param interpreter the loader that starts it; null where there is none
 * @param needed the libraries that it needs
 * @param rpath the directories in which it looks for them
 * @param soname the name by which others need it; null where it has none
 */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public record ElfBean(
    @Exported String machine,
    @Exported(skipNull = true) String interpreter,
    @Exported List<String> needed,
    @Exported List<String> rpath,
    @Exported(skipNull = true) String soname) {

  static ElfBean of(ElfFile file) {
    return new ElfBean(
        file.machine().toString(),
        shown(file.interpreter()),
        shown(file.needed()),
        shown(file.rpath()),
        shown(file.soname()));
  }

  /** A name out of an ELF file, which can be any bytes, for people; null where it is null. */
  static String shown(String name) {
    return name == null ? null : Mtree.escape(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Several such names. */
  static List<String> shown(List<String> names) {
    return names.stream().map(ElfBean::shown).toList();
  }
}
