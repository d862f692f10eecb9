package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Portage's {@code var/db/pkg}: a directory for each package, a file for each of its facts. */
final class PortageReader implements DatabaseReader {

  private static final String PLACE = "var/db/pkg";

  private static final Set<String> FACTS =
      Set.of("CONTENTS", "SLOT", "USE", "IUSE", "LICENSE", "repository", "CHOST");

  /** As the Package Manager Specification spells versions. */
  private static final Pattern NAME =
      Pattern.compile("(.+?)-(\\d+(?:\\.\\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\\d*)*(?:-r\\d+)?)");

  @Override
  public List<String> places() {
    return List.of(PLACE);
  }

  @Override
  public boolean wants(String path) {
    String[] names = path.substring(PLACE.length() + 1).split("/", 4);
    return names.length == 3 && FACTS.contains(names[2]);
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    for (String directory : files.directoriesBelow(PLACE)) {
      String[] names = directory.substring(PLACE.length() + 1).split("/");
      Matcher name = NAME.matcher(names[1]);
      if (names[1].startsWith("-MERGING-")) {
        out.damaged(directory, "the package was not installed to its end");
      } else if (!name.matches()) {
        out.damaged(directory, "its name is no package's name and version");
      } else if (files.get(directory + "/CONTENTS") == null) {
        out.damaged(directory, "has no CONTENTS, so its files are not known");
        out.add(draft(files, directory, names[0], name));
      } else {
        Draft draft = draft(files, directory, names[0], name);
        List<String> paths = new ArrayList<>();
        for (String line : files.raw(directory + "/CONTENTS").split("\n")) {
          String path = path(line);
          if (path != null) {
            paths.add(path);
          } else if (!line.isBlank()) {
            out.damaged(directory + "/CONTENTS", "has a line that is none: " + excerpt(line));
            break;
          }
        }
        draft.files = paths;
        out.add(draft);
      }
    }
  }

  private static Draft draft(DatabaseFiles files, String directory, String category, Matcher name) {
    Draft draft = new Draft(PackageFormat.PORTAGE, category + "/" + name.group(1), name.group(2));
    // The subslot tells nothing of what is installed side by side.
    draft.slot = files.text(directory + "/SLOT").strip().replaceFirst("/.*", "");
    String chost = files.text(directory + "/CHOST").strip();
    draft.arch = chost.replaceFirst("-.*", "");
    draft.origin = files.text(directory + "/repository").strip();
    Set<String> use = new HashSet<>(words(files.text(directory + "/USE")));
    draft.flags =
        words(files.text(directory + "/IUSE")).stream()
            .map(flag -> flag.replaceFirst("^[+-]", ""))
            .filter(use::contains)
            .toList();
    draft.licenses = LicenseText.ofPortage(files.text(directory + "/LICENSE"), use);
    return draft;
  }

  /** The path of a line of CONTENTS; null for what is no such line. */
  private static String path(String line) {
    int end = line.length();
    if (line.startsWith("sym ")) {
      end = line.indexOf(" -> ");
    } else if (line.startsWith("obj ")) {
      // Behind it come a checksum and a time.
      end = line.lastIndexOf(' ', line.lastIndexOf(' ') - 1);
    } else if (!line.startsWith("dir ") && !line.startsWith("fif ") && !line.startsWith("dev ")) {
      return null;
    }
    return end > 5 && line.charAt(4) == '/' ? line.substring(5, end) : null;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  static String excerpt(String line) {
    String shown = line.length() > 60 ? line.substring(0, 60) + "..." : line;
    return shown.replaceAll("[^ -~]", "?");
  }
}
