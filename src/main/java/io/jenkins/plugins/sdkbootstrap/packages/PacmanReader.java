package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** pacman's {@code var/lib/pacman/local}: a directory for each package, with desc and files. */
final class PacmanReader implements DatabaseReader {

  private static final String PLACE = "var/lib/pacman/local";

  @Override
  public List<String> places() {
    return List.of(PLACE);
  }

  @Override
  public boolean wants(String path) {
    return path.endsWith("/desc") || path.endsWith("/files");
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    for (String directory : files.directoriesBelow(PLACE)) {
      String desc = directory + "/desc";
      Map<String, List<String>> fields = fields(files.raw(desc));
      String name = one(fields, "NAME");
      if (name.isEmpty()) {
        out.damaged(desc, "names no package");
        continue;
      }
      Draft draft = new Draft(PackageFormat.PACMAN, name, one(fields, "VERSION"));
      if (draft.version.isEmpty()) {
        out.damaged(desc, name + " has no version");
      }
      draft.arch = one(fields, "ARCH");
      draft.origin = one(fields, "BASE");
      draft.licenses = LicenseText.ofAll(fields.getOrDefault("LICENSE", List.of()));
      if (files.get(directory + "/files") == null) {
        out.damaged(directory + "/files", "is missing, so the files of " + name + " are not known");
      }
      draft.files = fields(files.raw(directory + "/files")).getOrDefault("FILES", List.of());
      out.add(draft);
    }
  }

  /** {@code %NAME%}, then a value a line up to an empty one. */
  private static Map<String, List<String>> fields(String text) {
    Map<String, List<String>> fields = new HashMap<>();
    List<String> current = null;
    for (String line : text.split("\n")) {
      if (line.isEmpty()) {
        current = null;
      } else if (current != null) {
        current.add(line);
      } else if (line.length() > 2 && line.startsWith("%") && line.endsWith("%")) {
        current = new ArrayList<>();
        fields.put(line.substring(1, line.length() - 1), current);
      }
    }
    return fields;
  }

  private static String one(Map<String, List<String>> fields, String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    return values.isEmpty()
        ? ""
        : new String(values.get(0).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
