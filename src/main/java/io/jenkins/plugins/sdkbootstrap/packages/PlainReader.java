package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The plain directory {@code var/lib/pkg}, for SDKs whose package manager is a few lines of shell:
 * a file for each package, of its name, with a path of the root in each line. Before the first path
 * may stand lines {@code #key: value} with version, arch, origin, flags and license.
 */
final class PlainReader implements DatabaseReader {

  private static final String PLACE = "var/lib/pkg";

  @Override
  public List<String> places() {
    return List.of(PLACE);
  }

  @Override
  public boolean wants(String path) {
    return path.indexOf('/', PLACE.length() + 1) < 0;
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    for (String path : files.below(PLACE)) {
      String name = path.substring(PLACE.length() + 1);
      Draft draft =
          new Draft(
              PackageFormat.PLAIN,
              new String(DatabaseFiles.bytes(name), StandardCharsets.UTF_8),
              "");
      String text = files.raw(path);
      if (text.indexOf('\0') >= 0) {
        out.damaged(path, "is no list of files");
        continue;
      }
      List<String> paths = new ArrayList<>();
      for (String line : text.split("\n")) {
        if (paths.isEmpty() && line.startsWith("#")) {
          header(draft, new String(DatabaseFiles.bytes(line), StandardCharsets.UTF_8));
        } else if (!line.isEmpty()) {
          paths.add(line);
        }
      }
      draft.files = paths;
      out.add(draft);
    }
  }

  private static void header(Draft draft, String line) {
    int colon = line.indexOf(':');
    String value = colon < 0 ? "" : line.substring(colon + 1).strip();
    switch (colon < 0 ? "" : line.substring(1, colon).strip()) {
      case "version" -> draft.version = value;
      case "arch" -> draft.arch = value;
      case "origin" -> draft.origin = value;
      case "license" -> draft.licenses = LicenseText.of(value);
      case "flags" -> draft.flags = Arrays.stream(value.split("\\s+")).toList();
      default -> {
        // a remark
      }
    }
  }
}
