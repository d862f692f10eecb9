package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import io.jenkins.plugins.sdkbootstrap.packages.Stanzas.Stanza;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.ArrayList;
import java.util.List;

/**
 * dpkg's database, and opkg's, which has its form: {@code status} with a stanza for each package,
 * {@code info/*.list} with its files. Images without dpkg have {@code status.d} instead, with a
 * file for each package.
 */
final class DpkgReader implements DatabaseReader {

  static final String DOC = "usr/share/doc";
  private static final String COPYRIGHT = "/copyright";

  private final PackageFormat format;
  private final String place;

  DpkgReader(PackageFormat format, String place) {
    this.format = format;
    this.place = place;
  }

  @Override
  public List<String> places() {
    return format == PackageFormat.DPKG ? List.of(place, DOC) : List.of(place);
  }

  @Override
  public boolean wants(String path) {
    if (path.startsWith(DOC)) {
      return path.endsWith(COPYRIGHT)
          && path.indexOf('/', DOC.length() + 1) == path.length() - COPYRIGHT.length();
    }
    String name = path.substring(place.length() + 1);
    return name.equals("status")
        || name.startsWith("status.d/")
        || name.startsWith("info/") && name.endsWith(".list");
  }

  @Override
  public void read(DatabaseFiles files, PackageListBuilder out) {
    read(place + "/status", files, out);
    for (String path : files.below(place + "/status.d")) {
      if (!path.endsWith(".md5sums")) {
        read(path, files, out);
      }
    }
  }

  private void read(String path, DatabaseFiles files, PackageListBuilder out) {
    for (Stanza stanza : Stanzas.read(files.text(path))) {
      String name = stanza.get("package");
      String version = stanza.get("version");
      if (stanza.wrong() > 0 || name.isEmpty()) {
        int line = stanza.wrong() > 0 ? stanza.wrong() : stanza.line();
        out.damaged(path, "line " + line + ": this is no description of a package");
      }
      // "install ok installed": what is wanted, what went wrong, what it came to.
      String status = stanza.get("status");
      boolean gone = status.endsWith("not-installed") || status.endsWith("config-files");
      if (name.isEmpty() || gone) {
        continue;
      }
      if (version.isEmpty()) {
        out.damaged(path, "line " + stanza.line() + ": " + name + " has no version");
      }
      Draft draft = new Draft(format, name, version);
      draft.arch = stanza.get("architecture");
      // A version of its own may come behind it.
      draft.origin = stanza.get("source").replaceFirst("\\s.*", "");
      if (draft.origin.isEmpty() && format == PackageFormat.DPKG) {
        draft.origin = name;
      }
      draft.licenses =
          format == PackageFormat.DPKG
              ? LicenseText.ofCopyright(copyright(name, files, out))
              : LicenseText.of(stanza.get("license"));
      draft.files = files(path, draft, files, out);
      out.add(draft);
    }
  }

  private List<String> files(
      String path, Draft draft, DatabaseFiles files, PackageListBuilder out) {
    String sums = path + ".md5sums";
    if (files.get(sums) != null) {
      return files.raw(sums).lines().map(line -> line.replaceFirst("^\\S+\\s+", "")).toList();
    }
    if (path.endsWith("/status")) {
      String named = place + "/info/" + draft.name;
      String multiarch = named + ":" + draft.arch + ".list";
      String list = files.get(multiarch) == null ? named + ".list" : multiarch;
      if (files.get(list) == null) {
        out.damaged(list, "is missing, so the files of " + draft.name + " are not known");
      }
      return paths(files.raw(list));
    }
    return List.of();
  }

  private static List<String> paths(String list) {
    List<String> paths = new ArrayList<>();
    for (String line : list.split("\n")) {
      // opkg has a mode and a link behind a tab.
      int tab = line.indexOf('\t');
      String path = line.substring(line.startsWith("/") ? 1 : 0, tab > 0 ? tab : line.length());
      if (!path.isEmpty() && !path.equals(".")) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** What the package's documentation says of its license; its directory may be a link. */
  private static String copyright(String name, DatabaseFiles files, PackageListBuilder out) {
    String path = DOC + "/" + name + COPYRIGHT;
    byte[] there = files.get(path);
    return there != null
        ? files.text(path)
        : out.index()
            .resolve(RootPath.ROOT, DatabaseFiles.bytes(path))
            .map(e -> files.text(DatabaseFiles.text(e.path())))
            .orElse("");
  }
}
