package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.packages.PackageChange.Kind;
import io.jenkins.plugins.sdkbootstrap.packages.PackageDiff;
import io.jenkins.plugins.sdkbootstrap.packages.SdkPackage;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What differs between two stages by package, by their SBOMs.
 *
 * @param since the number of the build whose stage the other one is compared with
 * @param changes by name
 * @param counts how many there are of each kind
 * @param growth how many bytes all packages have more than before
 */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record PackageChanges(
    @Exported int since,
    @Exported(inline = true) List<PackageChangeBean> changes,
    Map<Kind, Integer> counts,
    @Exported long growth) {

  private static final Logger LOGGER = Logger.getLogger(PackageChanges.class.getName());

  /** How many packages the line for people names. */
  private static final int MOST_NAMED = 3;

  /** How many packages a page shows; the API has all. */
  private static final int MOST_SHOWN = 200;

  /**
   * Compares; empty where the packages of one of them are not known or cannot be read: a page is
   * shown without them then.
   */
  static Optional<PackageChanges> between(StageAddress before, StageAddress after) {
    try {
      Optional<List<SdkPackage>> old = before.packages();
      Optional<List<SdkPackage>> young = after.packages();
      if (old.isEmpty() || young.isEmpty()) {
        return Optional.empty();
      }
      PackageDiff diff = PackageDiff.between(old.get(), young.get());
      return Optional.of(
          new PackageChanges(
              before.run().getNumber(),
              diff.changes().stream().map(PackageChangeBean::of).toList(),
              diff.counts(),
              diff.growth()));
    } catch (IOException | PageException e) {
      Run<?, ?> run = after.run();
      LOGGER.log(Level.FINE, e, () -> "cannot compare the packages of " + run);
      return Optional.empty();
    }
  }

  /**
   * Compares a stage with the same one of the last build before that built it; empty where there is
   * none, or the user may not read one of them.
   */
  public static Optional<PackageChanges> sinceLastBuild(StageAddress stage) {
    return Comparison.previous(stage)
        .filter(before -> before.isReadable() && stage.isReadable())
        .flatMap(before -> between(before, stage));
  }

  /** How many packages differ. */
  @Exported
  public int count() {
    return changes.size();
  }

  @Exported
  public int upgraded() {
    return counts.get(Kind.UPGRADED);
  }

  @Exported
  public int downgraded() {
    return counts.get(Kind.DOWNGRADED);
  }

  @Exported
  public int added() {
    return counts.get(Kind.ADDED);
  }

  @Exported
  public int removed() {
    return counts.get(Kind.REMOVED);
  }

  /** How many are of the same version, and differ all the same. */
  @Exported
  public int rebuilt() {
    return counts.get(Kind.REBUILT);
  }

  /** Those that a page shows. */
  public List<PackageChangeBean> shown() {
    return changes.subList(0, Math.min(MOST_SHOWN, changes.size()));
  }

  /** How many more there are. */
  public int notShown() {
    return changes.size() - shown().size();
  }

  /** The sign of the growth, for people. */
  public String sign() {
    return DiffPage.Totals.sign(growth);
  }

  /** The growth without its sign. */
  public long growthSize() {
    return Math.abs(growth);
  }

  /** All in a line, with the packages that grew or shrank most. */
  public String line() {
    if (changes.isEmpty()) {
      return Messages.PackageChanges_None(since);
    }
    String named =
        changes.stream()
            .sorted(Comparator.comparingLong(PackageChangeBean::growthSize).reversed())
            .limit(MOST_NAMED)
            .map(PackageChangeBean::words)
            .collect(Collectors.joining(", "));
    return Messages.PackageChanges_Line(
        changes.size(), since, changes.size() > MOST_NAMED ? named + ", \u2026" : named);
  }
}
