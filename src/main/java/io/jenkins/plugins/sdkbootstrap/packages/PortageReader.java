package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Portage's {@code var/db/pkg}: a directory for each package, a file for each of its facts. */
final class PortageReader implements DatabaseReader {

  private static final String PLACE = "var/db/pkg";

  private static final Set<String> FACTS =
      Set.of("CONTENTS", "SLOT", "USE", "IUSE", "LICENSE", "repository", "CHOST");

  /** As the Package Manager Specification spells versions, behind a name. */
  private static final Pattern VERSION =
      Pattern.compile(
          "(?<=.)-\\d+(?:\\.\\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\\d*)*(?:-r\\d+)?\\z");

  @Override
  public List<String> places() {
    return List.of(PLACE);
  }

  @Override
  public boolean wants(String path) {
    int category = path.indexOf('/', PLACE.length() + 1);
    int name = category < 0 ? category : path.indexOf('/', category + 1);
    return name > 0 && FACTS.contains(path.substring(name + 1));
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    for (String directory : files.directoriesBelow(PLACE)) {
      int slash = directory.lastIndexOf('/');
      String name = directory.substring(slash + 1);
      Matcher version = VERSION.matcher(name);
      if (name.startsWith("-MERGING-")) {
        out.damaged(directory, "the package was not installed to its end");
      } else if (!version.find()) {
        out.damaged(directory, "its name is not a package's name and version");
      } else {
        Draft draft =
            out.draft(
                PackageFormat.PORTAGE,
                directory.substring(PLACE.length() + 1, slash + 1)
                    + name.substring(0, version.start()),
                name.substring(version.start() + 1));
        facts(files, directory, draft, out);
        byte[] contents = files.get(directory + "/CONTENTS");
        if (contents == null) {
          out.damaged(directory, "has no CONTENTS, so its files are not known");
        } else {
          contents(contents, directory, draft, out);
        }
        out.add(draft);
      }
    }
  }

  private static void facts(
      DatabaseFiles files, String directory, Draft draft, PackageListBuilder out) {
    // The subslot tells nothing of what is installed side by side.
    draft.slot = before(files.text(directory + "/SLOT").strip(), '/');
    draft.arch = before(files.text(directory + "/CHOST").strip(), '-');
    draft.origin = files.text(directory + "/repository").strip();
    Set<String> use = new HashSet<>(words(files.text(directory + "/USE")));
    List<String> flags = new ArrayList<>();
    for (String flag : words(files.text(directory + "/IUSE"))) {
      String plain = flag.startsWith("+") || flag.startsWith("-") ? flag.substring(1) : flag;
      if (use.contains(plain)) {
        flags.add(plain);
      }
    }
    draft.flags = flags;
    draft.licenses = out.portageLicense(files.text(directory + "/LICENSE").strip(), use);
  }

  private static void contents(
      byte[] contents, String directory, Draft draft, PackageListBuilder out) {
    for (Lines line = new Lines(contents); line.next(); ) {
      int end = end(line);
      if (end > line.from() + 5 && line.at(4) == '/') {
        draft.file(line.bytes(), line.from() + 5, end);
      } else if (!line.isBlank()) {
        out.damaged(directory + "/CONTENTS", "has a line that is none: " + line.excerpt());
        return;
      }
    }
  }

  /** Where the path of a line of CONTENTS ends; -1 in what is no such line. */
  private static int end(Lines line) {
    if (line.startsWith("obj ")) {
      // Behind it come an MD5 sum and a time.
      int time = line.lastIndexOf(' ', line.to());
      return line.at(time - 33 - line.from()) == ' ' ? time - 33 : line.lastIndexOf(' ', time);
    }
    if (line.startsWith("sym ")) {
      return line.indexOf(" -> ");
    }
    return line.startsWith("dir ") || line.startsWith("fif ") || line.startsWith("dev ")
        ? line.to()
        : -1;
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (StringTokenizer rest = new StringTokenizer(text); rest.hasMoreTokens(); ) {
      words.add(rest.nextToken());
    }
    return words;
  }
}
