package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.nio.charset.StandardCharsets;
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
      byte[] bytes = files.get(path);
      if (hasZero(bytes)) {
        out.damaged(path, "is not a list of files");
        continue;
      }
      Draft draft =
          out.draft(
              PackageFormat.PLAIN,
              new String(DatabaseFiles.bytes(name), StandardCharsets.UTF_8),
              "");
      boolean header = true;
      for (Lines line = new Lines(bytes); line.next(); ) {
        header &= line.isEmpty() || line.at(0) == '#';
        if (header && !line.isEmpty()) {
          header(draft, line.text(line.from()), out);
        } else {
          draft.file(line.bytes(), line.from(), line.to());
        }
      }
      out.add(draft);
    }
  }

  private static boolean hasZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static void header(Draft draft, String line, PackageListBuilder out) {
    int colon = line.indexOf(':');
    String value = colon < 0 ? "" : line.substring(colon + 1).strip();
    switch (colon < 0 ? "" : line.substring(1, colon).strip()) {
      case "version" -> draft.version = value;
      case "arch" -> draft.arch = value;
      case "origin" -> draft.origin = value;
      case "license" -> draft.licenses = out.license(value);
      case "flags" -> draft.flags = Arrays.stream(value.split("\\s+")).toList();
      default -> {
        // a remark
      }
    }
  }
}
