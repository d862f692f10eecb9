package io.jenkins.plugins.sdkbootstrap.cli.report;

import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff.DirectoryChanges;
import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows what differs between two archives. */
public final class DiffText {

  private DiffText() {}

  /** Prints every change, then the summary by directory. */
  public static void show(ArchiveDiff diff, DiffFilter filter, Console console) {
    DiffTotals totals = diff.totals(filter);
    diff.changes(filter).forEach(change -> console.say(line(change)));
    if (totals.count() == 0) {
      console.say("no differences");
      return;
    }
    console.say("");
    Table table = new Table("DIRECTORY", "ADDED", "REMOVED", "CHANGED", "GROWTH");
    for (DirectoryChanges directory : diff.directories(filter)) {
      row(table, directory.directory().toString(), directory.totals());
    }
    row(table, "all", totals);
    table.lines().forEach(console::say);
  }

  private static void row(Table table, String name, DiffTotals totals) {
    table.add(
        name,
        Integer.toString(totals.added()),
        Integer.toString(totals.removed()),
        Integer.toString(totals.changed()),
        (totals.growth() < 0 ? "-" : "+") + Sizes.bytes(Math.abs(totals.growth())));
  }

  private static String line(Change change) {
    return switch (change.kind()) {
      case ADDED -> "+ " + change.path() + size(change.sizeAfter());
      case REMOVED -> "- " + change.path() + size(change.sizeBefore());
      case CHANGED ->
          "~ "
              + change.path()
              + "  "
              + what(change).sorted().collect(Collectors.joining(", "))
              + (change.sizeBefore() == change.sizeAfter()
                  ? ""
                  : "  " + change.sizeBefore() + " to " + change.sizeAfter() + " bytes");
    };
  }

  private static String size(long bytes) {
    return bytes == 0 ? "" : "  " + bytes + " bytes";
  }

  private static Stream<String> what(Change change) {
    return change.what().stream().map(what -> what.name().toLowerCase(Locale.ROOT));
  }

  /** The differences as JSON has them. */
  public record Json(Totals totals, List<Directory> folders, Iterator<Changed> changes) {}

  private record Totals(int added, int removed, int changed, long growth) {}

  private record Directory(String folder, Totals totals) {}

  private record Changed(
      String path,
      String pathEscaped,
      String kind,
      List<String> what,
      long sizeBefore,
      long sizeAfter) {}

  /** The same for programs; its changes can be read once. */
  public static Json json(ArchiveDiff diff, DiffFilter filter) {
    return new Json(
        json(diff.totals(filter)),
        diff.directories(filter).stream()
            .map(f -> new Directory(f.directory().toString(), json(f.totals())))
            .toList(),
        diff.changes(filter).map(DiffText::json).iterator());
  }

  private static Totals json(DiffTotals totals) {
    return new Totals(totals.added(), totals.removed(), totals.changed(), totals.growth());
  }

  private static Changed json(Change change) {
    return new Changed(
        change.path().toString(),
        Mtree.escape(change.path().raw()),
        change.kind().name().toLowerCase(Locale.ROOT),
        what(change).toList(),
        change.sizeBefore(),
        change.sizeAfter());
  }
}
