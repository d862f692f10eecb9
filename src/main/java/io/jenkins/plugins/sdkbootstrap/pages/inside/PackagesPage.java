package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.packages.SdkPackage;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
import io.jenkins.plugins.sdkbootstrap.pages.web.Paging;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a stage consists of, by its SBOM.
 *
 * @param name what was searched for; empty for all packages
 * @param order {@code name}, {@code size} or {@code license}
 * @param count how many packages there are of these
 * @param bytes of their files
 * @param packages this part of them
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record PackagesPage(
    StageAddress stage,
    Query query,
    @Exported String name,
    @Exported String order,
    @Exported int count,
    @Exported(name = "size") long bytes,
    @Exported(inline = true) List<PackageBean> packages,
    Paging paging) {

  /**
   * The packages of a stage. The query has {@code name}, a part of a package's name or license,
   * {@code order}, and what {@link Paging} reads.
   */
  static PackagesPage of(StageAddress stage, Query query) throws IOException {
    String name = query.text("name");
    String order = query.text("order").isEmpty() ? "name" : query.text("order");
    Comparator<SdkPackage> comparator = comparator(order);
    Paging paging = Paging.of(query);
    List<SdkPackage> all =
        stage
            .packages()
            .orElseThrow(
                () -> PageException.notFound(stage.run(), Messages.PackagesPage_NotKnown()));
    List<SdkPackage> found = all.stream().filter(p -> isNamed(p, name)).sorted(comparator).toList();
    List<PackageBean> shown =
        found.stream().skip(paging.skip()).limit(paging.limit()).map(PackageBean::new).toList();
    return new PackagesPage(
        stage,
        query,
        name,
        order,
        found.size(),
        found.stream().mapToLong(SdkPackage::size).sum(),
        shown,
        paging.followed(paging.skip() + shown.size() < found.size()));
  }

  private static boolean isNamed(SdkPackage p, String name) {
    String part = name.toLowerCase(Locale.ROOT);
    return p.name().toLowerCase(Locale.ROOT).contains(part)
        || p.licenses().stream().anyMatch(l -> l.toLowerCase(Locale.ROOT).contains(part));
  }

  private static Comparator<SdkPackage> comparator(String order) {
    Comparator<SdkPackage> byName = Comparator.comparing(SdkPackage::name);
    return switch (order) {
      case "name" -> byName;
      case "size" -> Comparator.comparingLong(SdkPackage::size).reversed().thenComparing(byName);
      case "license" ->
          Comparator.comparing((SdkPackage p) -> p.licenses().isEmpty())
              .thenComparing(p -> String.join(", ", p.licenses()))
              .thenComparing(byName);
      default -> throw new IllegalArgumentException(Messages.PackagesPage_WrongOrder());
    };
  }

  /** Whether more packages follow. */
  @Exported
  public boolean more() {
    return paging.more();
  }

  /** The query for another order. */
  public String ordered(String by) {
    return query.without("skip").with("order", by);
  }
}
