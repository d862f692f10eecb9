package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.Functions;
import io.jenkins.plugins.sdkbootstrap.packages.PackageChange;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A package that differs between two stages.
 *
 * @param name its name
 * @param kind {@code upgraded}, {@code downgraded}, {@code added}, {@code removed} or {@code
 *     rebuilt}
 * @param before its version before; null where it was not there
 * @param after its version now; null where it is not there
 * @param flags the flags that were switched on ({@code +ssl}) and off
 * @param growth how many bytes it has more than before
 * @param label the kind, for people
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record PackageChangeBean(
    @Exported String name,
    @Exported String kind,
    @Exported(skipNull = true) String before,
    @Exported(skipNull = true) String after,
    @Exported List<String> flags,
    @Exported long growth,
    String label) {

  static PackageChangeBean of(PackageChange change) {
    return new PackageChangeBean(
        change.name(),
        change.kind().id(),
        change.before() == null ? null : change.before().version(),
        change.after() == null ? null : change.after().version(),
        change.flags(),
        change.growth(),
        label(change.kind()));
  }

  private static String label(PackageChange.Kind kind) {
    return switch (kind) {
      case UPGRADED -> Messages.PackageChangeBean_Upgraded();
      case DOWNGRADED -> Messages.PackageChangeBean_Downgraded();
      case ADDED -> Messages.ChangeBean_Added();
      case REMOVED -> Messages.ChangeBean_Removed();
      case REBUILT -> Messages.PackageChangeBean_Rebuilt();
    };
  }

  /** The flags in one line. */
  public String flagText() {
    return String.join(" ", flags);
  }

  /** The sign of the growth, for people. */
  public String sign() {
    return DiffPage.Totals.sign(growth);
  }

  /** The growth without its sign. */
  public long growthSize() {
    return Math.abs(growth);
  }

  /** In a few words: {@code gcc 14.2.1 to 14.3.0 (+3.1 MB)}. */
  String words() {
    String what =
        switch (kind) {
          case "added" -> Messages.PackageChangeBean_New(name, after);
          case "removed" -> Messages.PackageChangeBean_Gone(name, before);
          case "rebuilt" -> Messages.PackageChangeBean_Again(name, after);
          default -> Messages.PackageChangeBean_To(name, before, after);
        };
    return growth == 0
        ? what
        : what + " (" + sign() + Functions.humanReadableByteSize(growthSize()) + ")";
  }
}
