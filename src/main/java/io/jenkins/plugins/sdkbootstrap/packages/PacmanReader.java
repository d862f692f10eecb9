package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** pacman's {@code var/lib/pacman/local}: a directory for each package, with desc and files. */
final class PacmanReader implements DatabaseReader {

  private static final String PLACE = "var/lib/pacman/local";

  @Override
  public List<String> places() {
    return List.of(PLACE);
  }

  @Override
  public boolean wants(String path) {
    int name = path.indexOf('/', PLACE.length() + 1);
    return name > 0
        && (path.endsWith("/desc") || path.endsWith("/files"))
        && path.lastIndexOf('/') == name;
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    for (String directory : files.directoriesBelow(PLACE)) {
      String desc = directory + "/desc";
      Draft draft = out.draft(PackageFormat.PACMAN, "", "");
      Set<String> licenses = new LinkedHashSet<>();
      String field = "";
      for (Lines line = new Lines(files.get(desc)); line.next(); ) {
        if (line.isEmpty()) {
          field = "";
        } else if (field.isEmpty()) {
          field = field(line);
        } else {
          String value = line.text(line.from());
          switch (field) {
            case "NAME" -> draft.name = value;
            case "VERSION" -> draft.version = value;
            case "ARCH" -> draft.arch = value;
            case "BASE" -> draft.origin = value;
            case "LICENSE" -> licenses.addAll(out.license(value));
            default -> {
              // not used
            }
          }
        }
      }
      draft.licenses = List.copyOf(licenses);
      if (draft.name.isEmpty()) {
        out.damaged(desc, "names no package");
        continue;
      }
      if (draft.version.isEmpty()) {
        out.damaged(desc, draft.name + " has no version");
      }
      files(directory + "/files", files, draft, out);
      out.add(draft);
    }
  }

  private static void files(String path, DatabaseFiles files, Draft draft, PackageListBuilder out) {
    if (files.get(path) == null) {
      out.damaged(path, "is missing, so the files of " + draft.name + " are not known");
    }
    String field = "";
    for (Lines line = new Lines(files.get(path)); line.next(); ) {
      if (line.isEmpty()) {
        field = "";
      } else if (field.isEmpty()) {
        field = field(line);
      } else if (field.equals("FILES")) {
        draft.file(line.bytes(), line.from(), line.to());
      }
    }
  }

  /** {@code %NAME%}, then a value a line up to an empty one; empty for another line. */
  private static String field(Lines line) {
    String text = line.text(line.from());
    return text.length() > 2 && text.startsWith("%") && text.endsWith("%")
        ? text.substring(1, text.length() - 1)
        : "";
  }
}
