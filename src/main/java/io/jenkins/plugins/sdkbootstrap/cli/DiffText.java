package io.jenkins.plugins.sdkbootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff.FolderChanges;
import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows what differs between two archives. */
final class DiffText {

  private static final int PAGE = 1000;

  private DiffText() {}

  /** Prints every change, then the summary by folder. */
  static void show(ArchiveDiff diff, DiffFilter filter, Console console) {
    DiffTotals totals = diff.totals(filter);
    for (int skip = 0; ; skip += PAGE) {
      List<Change> page = diff.changes(filter, skip, PAGE);
      page.forEach(change -> console.say(line(change)));
      if (page.size() < PAGE) {
        break;
      }
    }
    if (totals.count() == 0) {
      console.say("no differences");
      return;
    }
    console.say("");
    Table table = new Table("FOLDER", "ADDED", "REMOVED", "CHANGED", "GROWTH");
    for (FolderChanges folder : diff.folders(filter)) {
      row(table, folder.folder().toString(), folder.totals());
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
              + words(change)
              + (change.sizeBefore() == change.sizeAfter()
                  ? ""
                  : "  " + change.sizeBefore() + " to " + change.sizeAfter() + " bytes");
    };
  }

  private static String size(long bytes) {
    return bytes == 0 ? "" : "  " + bytes + " bytes";
  }

  private static String words(Change change) {
    return change.what().stream()
        .map(what -> what.name().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** The same for programs, one object. */
  static void write(JsonGenerator json, ArchiveDiff diff, DiffFilter filter) throws IOException {
    json.writeStartObject();
    json.writeFieldName("totals");
    write(json, diff.totals(filter));
    json.writeArrayFieldStart("folders");
    for (FolderChanges folder : diff.folders(filter)) {
      json.writeStartObject();
      json.writeStringField("folder", folder.folder().toString());
      json.writeFieldName("totals");
      write(json, folder.totals());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("changes");
    for (int skip = 0; ; skip += PAGE) {
      List<Change> page = diff.changes(filter, skip, PAGE);
      for (Change change : page) {
        write(json, change);
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Change change) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", change.path().toString());
    json.writeStringField("pathEscaped", Mtree.escape(change.path().bytes()));
    json.writeStringField("kind", change.kind().name().toLowerCase(Locale.ROOT));
    json.writeArrayFieldStart("what");
    for (Change.What what : change.what()) {
      json.writeString(what.name().toLowerCase(Locale.ROOT));
    }
    json.writeEndArray();
    json.writeNumberField("sizeBefore", change.sizeBefore());
    json.writeNumberField("sizeAfter", change.sizeAfter());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, DiffTotals totals) throws IOException {
    json.writeStartObject();
    json.writeNumberField("added", totals.added());
    json.writeNumberField("removed", totals.removed());
    json.writeNumberField("changed", totals.changed());
    json.writeNumberField("growth", totals.growth());
    json.writeEndObject();
  }
}
