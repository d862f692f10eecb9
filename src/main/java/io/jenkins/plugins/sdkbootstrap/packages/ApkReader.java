package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    Draft draft = new Draft(PackageFormat.APK, "", "");
    List<String> paths = new ArrayList<>();
    String directory = "";
    int number = 0;
    int first = 1;
    for (String line : (files.raw(path) + "\n\n").split("\n", -1)) {
      number++;
      if (line.isEmpty()) {
        if (!draft.name.isEmpty()) {
          draft.files = paths;
          if (draft.version.isEmpty()) {
            out.damaged(path, "line " + first + ": " + draft.name + " has no version");
          }
          out.add(draft);
        } else if (number > first) {
          out.damaged(path, "line " + first + ": a package without a name");
        }
        draft = new Draft(PackageFormat.APK, "", "");
        paths = new ArrayList<>();
        first = number + 1;
        continue;
      }
      if (line.length() < 2 || line.charAt(1) != ':') {
        out.damaged(path, "line " + number + ": " + PortageReader.excerpt(line) + " is no field");
        continue;
      }
      String value = line.substring(2);
      switch (line.charAt(0)) {
        case 'P' -> draft.name = text(value);
        case 'V' -> draft.version = text(value);
        case 'A' -> draft.arch = text(value);
        case 'o' -> draft.origin = text(value);
        case 'L' -> draft.licenses = LicenseText.of(text(value));
        case 'F' -> directory = value;
        case 'R' -> paths.add(directory.isEmpty() ? value : directory + "/" + value);
        default -> {
          // of no use here
        }
      }
    }
  }

  private static String text(String raw) {
    return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
