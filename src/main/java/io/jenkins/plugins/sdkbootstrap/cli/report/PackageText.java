package io.jenkins.plugins.sdkbootstrap.cli.report;

import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.packages.PackageChange;
import io.jenkins.plugins.sdkbootstrap.packages.PackageDiff;
import io.jenkins.plugins.sdkbootstrap.packages.PackageList;
import io.jenkins.plugins.sdkbootstrap.packages.SdkPackage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows packages and what differs between those of two archives. */
public final class PackageText {

  private PackageText() {}

  /** A table, and a line that sums it up. */
  public static List<String> list(PackageList list, boolean markdown) {
    List<String[]> rows = new ArrayList<>();
    for (SdkPackage p : list.packages()) {
      rows.add(
          new String[] {
            name(p), p.version(), p.arch(), Sizes.bytes(p.size()), String.join(", ", p.licenses())
          });
    }
    List<String> lines = table(markdown, rows, "PACKAGE", "VERSION", "ARCH", "SIZE", "LICENSES");
    PackageList.Unowned unowned = list.unowned();
    lines.add("");
    lines.add(
        "%s, %s; %s, %s, in no package"
            .formatted(
                count(list.packages().size(), "package"),
                Sizes.bytes(list.size()),
                count(unowned.files(), "file"),
                Sizes.bytes(unowned.size())));
    return lines;
  }

  /** A line that sums up, then a table. */
  public static List<String> diff(PackageDiff diff, boolean markdown) {
    if (diff.isEmpty()) {
      return List.of("no differences");
    }
    List<String> lines = new ArrayList<>();
    lines.add(summary(diff));
    if (!diff.changes().isEmpty()) {
      lines.add("");
    }
    List<String[]> rows = new ArrayList<>();
    for (PackageChange c : diff.changes()) {
      rows.add(
          new String[] {
            c.kind().id(),
            name(c.after() == null ? c.before() : c.after()),
            c.before() == null ? "-" : version(c.before()),
            c.after() == null ? "-" : version(c.after()),
            growth(c.growth()),
            String.join(" ", c.flags())
          });
    }
    if (!rows.isEmpty()) {
      lines.addAll(
          table(markdown, rows, "CHANGE", "PACKAGE", "BEFORE", "AFTER", "GROWTH", "FLAGS"));
    }
    DiffTotals unowned = diff.unowned();
    if (unowned.count() > 0) {
      lines.add("");
      lines.add(
          "files in no package: %s added, %s removed, %s changed, %s"
              .formatted(
                  unowned.added(), unowned.removed(), unowned.changed(), growth(unowned.growth())));
    }
    return lines;
  }

  /** {@code 14 packages changed, +3.10 MB: 12 upgraded, 2 added}. */
  private static String summary(PackageDiff diff) {
    String kinds =
        diff.counts().entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(e -> e.getValue() + " " + e.getKey().id())
            .collect(Collectors.joining(", "));
    return count(diff.changes().size(), "package")
        + " changed, "
        + growth(diff.growth())
        + (kinds.isEmpty() ? "" : ": " + kinds);
  }

  private static List<String> table(boolean markdown, List<String[]> rows, String... headings) {
    List<String> lines = new ArrayList<>();
    if (!markdown) {
      Table table = new Table(headings);
      rows.forEach(table::add);
      return new ArrayList<>(table.lines());
    }
    lines.add(
        row(
            Arrays.stream(headings)
                .map(h -> h.charAt(0) + h.substring(1).toLowerCase(Locale.ROOT))
                .toArray(String[]::new)));
    lines.add("|" + "---|".repeat(headings.length));
    rows.forEach(cells -> lines.add(row(cells)));
    return lines;
  }

  private static String row(String[] cells) {
    return Arrays.stream(cells)
        .map(cell -> cell.replaceAll("[\\\\|`*<\\[]", "\\\\$0"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String name(SdkPackage p) {
    return p.slot().isEmpty() || p.slot().equals("0") ? p.name() : p.name() + ":" + p.slot();
  }

  private static String version(SdkPackage p) {
    return p.version().isEmpty() ? "?" : p.version();
  }

  private static String growth(long bytes) {
    return (bytes < 0 ? "-" : "+") + Sizes.bytes(Math.abs(bytes));
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /** The packages as JSON has them. */
  public record Json(
      List<JsonPackage> packages,
      int count,
      long size,
      PackageList.Unowned unowned,
      List<String> damages) {}

  private record JsonPackage(
      String name,
      String version,
      String arch,
      String slot,
      String origin,
      List<String> flags,
      List<String> licenses,
      String database,
      String purl,
      long size,
      int files,
      int missing) {}

  public static Json json(PackageList list) {
    return new Json(
        list.packages().stream().map(PackageText::json).toList(),
        list.packages().size(),
        list.size(),
        list.unowned(),
        list.damages());
  }

  private static JsonPackage json(SdkPackage p) {
    return p == null
        ? null
        : new JsonPackage(
            p.name(),
            p.version(),
            p.arch(),
            p.slot(),
            p.origin(),
            p.flags(),
            p.licenses(),
            p.format().id(),
            p.purl(),
            p.size(),
            p.files(),
            p.missing());
  }

  /** The differences as JSON has them. */
  public record JsonDiff(
      List<JsonChange> changes,
      Map<String, Integer> counts,
      long growth,
      Unowned unowned,
      List<String> damages) {}

  private record JsonChange(
      String name,
      String kind,
      JsonPackage before,
      JsonPackage after,
      List<String> flags,
      int files,
      long growth) {}

  private record Unowned(int added, int removed, int changed, long growth) {}

  public static JsonDiff json(PackageDiff diff, List<String> damages) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    diff.counts().forEach((kind, n) -> counts.put(kind.id(), n));
    DiffTotals u = diff.unowned();
    return new JsonDiff(
        diff.changes().stream()
            .map(
                c ->
                    new JsonChange(
                        c.name(),
                        c.kind().id(),
                        json(c.before()),
                        json(c.after()),
                        c.flags(),
                        c.files(),
                        c.growth()))
            .toList(),
        counts,
        diff.growth(),
        new Unowned(u.added(), u.removed(), u.changed(), u.growth()),
        damages);
  }
}
