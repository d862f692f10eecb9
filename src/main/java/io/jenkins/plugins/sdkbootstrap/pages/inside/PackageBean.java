package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.packages.SdkPackage;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A package of a stage, as the page and the API show it. */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public record PackageBean(SdkPackage shown) {

  @Exported
  public String name() {
    return shown.name();
  }

  @Exported
  public String version() {
    return shown.version();
  }

  @Exported
  public String arch() {
    return shown.arch();
  }

  /** Portage's slot; empty for others. */
  @Exported
  public String slot() {
    return shown.slot();
  }

  /** Its repository or source package. */
  @Exported
  public String origin() {
    return shown.origin();
  }

  /** The USE flags that are on. */
  @Exported
  public List<String> flags() {
    return shown.flags();
  }

  /** What holds, all of them. */
  @Exported
  public List<String> licenses() {
    return shown.licenses();
  }

  /** The licenses in one line. */
  public String licenseText() {
    return String.join(", ", shown.licenses());
  }

  /** The package manager whose database it is in. */
  @Exported
  public String database() {
    return shown.format().id();
  }

  /** Its package URL. */
  @Exported
  public String purl() {
    return shown.purl();
  }

  /** Bytes of its files. */
  @Exported(name = "size")
  public long bytes() {
    return shown.size();
  }

  /** How many files it has. */
  @Exported
  public int files() {
    return shown.files();
  }
}
