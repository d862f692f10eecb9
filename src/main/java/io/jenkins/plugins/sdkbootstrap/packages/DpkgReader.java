package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.packages.PackageListBuilder.Draft;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.List;

/**
 * The databases of dpkg and of opkg, which have the same format: {@code status} with a stanza for
 * each package, {@code info/*.list} with its files. Images without dpkg have {@code status.d}
 * instead, with a file for each package.
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
    Stanzas stanza =
        new Stanzas(
            files.get(path), "package", "status", "version", "architecture", "source", "license");
    while (stanza.next()) {
      String name = stanza.get("package");
      String version = stanza.get("version");
      if (stanza.wrong() > 0 || name.isEmpty()) {
        int line = stanza.wrong() > 0 ? stanza.wrong() : stanza.line();
        out.damaged(path, "line " + line + ": this does not describe a package");
      }
      // "install ok installed": the wanted state, the error flag, the current state.
      String status = stanza.get("status");
      boolean gone = status.endsWith("not-installed") || status.endsWith("config-files");
      if (name.isEmpty() || gone) {
        continue;
      }
      if (version.isEmpty()) {
        out.damaged(path, "line " + stanza.line() + ": " + name + " has no version");
      }
      Draft draft = out.draft(format, name, version);
      draft.arch = stanza.get("architecture");
      draft.origin = stanza.get("source");
      // A version of its own may come behind it.
      int space = draft.origin.indexOf(' ');
      draft.origin = space < 0 ? draft.origin : draft.origin.substring(0, space);
      if (format == PackageFormat.DPKG) {
        draft.origin = draft.origin.isEmpty() ? name : draft.origin;
        draft.licenses = copyright(name, files, out);
      } else {
        draft.licenses = out.license(stanza.get("license"));
      }
      files(path, draft, files, out);
      out.add(draft);
    }
  }

  private void files(String path, Draft draft, DatabaseFiles files, PackageListBuilder out) {
    byte[] sums = files.get(path + ".md5sums");
    if (sums != null) {
      for (Lines line = new Lines(sums); line.next(); ) {
        int file = line.indexOf("  ") + 2;
        if (file >= 2) {
          draft.file(line.bytes(), file, line.to());
        }
      }
    } else if (path.endsWith("/status")) {
      String named = place + "/info/" + draft.name;
      String multiarch = named + ":" + draft.arch + ".list";
      String list = files.get(multiarch) == null ? named + ".list" : multiarch;
      if (files.get(list) == null) {
        out.damaged(list, "is missing, so the files of " + draft.name + " are not known");
      }
      for (Lines line = new Lines(files.get(list)); line.next(); ) {
        // opkg has a mode and a link behind a tab.
        int tab = line.indexOf('\t');
        draft.file(line.bytes(), line.from(), tab < 0 ? line.to() : tab);
      }
    }
  }

  /** The licenses in the package's documentation, whose directory may be a link. */
  private static List<String> copyright(String name, DatabaseFiles files, PackageListBuilder out) {
    String path = DOC + "/" + name + COPYRIGHT;
    byte[] there = files.get(path);
    if (there == null) {
      there =
          out.index()
              .resolve(RootPath.ROOT, DatabaseFiles.bytes(path))
              .map(e -> files.get(DatabaseFiles.text(e.path())))
              .orElse(null);
    }
    return LicenseText.ofCopyright(there, out);
  }
}
