package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.util.List;

/** apk's {@code installed}: a stanza for each package, of lines with a letter and a colon. */
final class ApkReader implements DatabaseReader {

  private static final List<String> PLACES = List.of("lib/apk/db", "usr/lib/apk/db");

  @Override
  public List<String> places() {
    return PLACES;
  }

  @Override
  public boolean wants(String path) {
    return path.endsWith("/db/installed");
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    for (String place : PLACES) {
      read(place + "/installed", files, out);
    }
  }

  private static void read(String path, DatabaseFiles files, PackageListBuilder out) {
    Lines line = new Lines(files.get(path));
    while (line.next()) {
      if (!line.isEmpty()) {
        stanza(path, line, out);
      }
    }
  }

  /** A package, whose first line is this one. */
  private static void stanza(String path, Lines line, PackageListBuilder out) {
    Draft draft = out.draft(PackageFormat.APK, "", "");
    int first = line.number();
    do {
      if (line.at(1) != ':') {
        out.damaged(path, "line " + line.number() + ": " + line.excerpt() + " is no field");
        continue;
      }
      int value = line.from() + 2;
      switch (line.at(0)) {
        case 'P' -> draft.name = line.text(value);
        case 'V' -> draft.version = line.text(value);
        case 'A' -> draft.arch = line.text(value);
        case 'o' -> draft.origin = line.text(value);
        case 'L' -> draft.licenses = out.license(line.text(value));
        case 'F' -> draft.directory(line.bytes(), value, line.to());
        case 'R' -> draft.name(line.bytes(), value, line.to());
        default -> {
          // not used
        }
      }
    } while (line.next() && !line.isEmpty());
    if (draft.name.isEmpty()) {
      out.damaged(path, "line " + first + ": a package without a name");
      return;
    }
    if (draft.version.isEmpty()) {
      out.damaged(path, "line " + first + ": " + draft.name + " has no version");
    }
    out.add(draft);
  }
}
