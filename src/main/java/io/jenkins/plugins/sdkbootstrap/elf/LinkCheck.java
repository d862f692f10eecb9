package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.elf.LinkFinding.Kind;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks one ELF file of a root. */
final class LinkCheck {

  private static final Pattern ORIGIN = Pattern.compile("^\\$(ORIGIN|\\{ORIGIN\\})(?=/|$)");

  /** Variables of the loader with an unknown value. */
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\{?)[A-Z]");

  /** Default directories of the loader: naming one says nothing about where a file was built. */
  private static final Pattern DEFAULT_PLACE = Pattern.compile("/*(usr/+)?lib(64|32|x32)?/*");

  private final ArchiveIndex root;
  private final HeldLibraries held;
  private final RootPath path;
  private final ElfFile file;

  LinkCheck(ArchiveIndex root, HeldLibraries held, RootPath path, ElfFile file) {
    this.root = root;
    this.held = held;
    this.path = path;
    this.file = file;
  }

  void addTo(List<LinkFinding> findings) {
    if (file.interpreter() != null) {
      interpreter(findings);
    }
    for (String name : file.needed()) {
      library(name, findings);
    }
    for (String place : file.rpath()) {
      place(place, findings);
    }
  }

  private void interpreter(List<LinkFinding> findings) {
    String interpreter = file.interpreter();
    Optional<ElfFile> there = held.at(RootPath.ROOT, bytes(interpreter));
    boolean found = there.isPresent() && there.get().machine().equals(file.machine());
    if (found || isInSysroot(interpreter)) {
      return;
    }
    // A cross toolchain's programs run on another system; the root only needs their loader.
    if (!held.isMain(file.machine()) && held.holds(lastName(interpreter), file.machine())) {
      return;
    }
    String reason =
        there.isPresent()
            ? "that is for " + there.get().machine() + ", this for " + file.machine()
            : held.whyNot(lastName(interpreter), file.machine());
    findings.add(new LinkFinding(path, Kind.INTERPRETER, printable(interpreter), reason));
  }

  /** Whether a directory above the file is a separate root with the interpreter. */
  private boolean isInSysroot(String interpreter) {
    for (RootPath directory = path.parent(); !directory.isRoot(); directory = directory.parent()) {
      Optional<ElfFile> there = held.at(directory, bytes("./" + interpreter));
      if (there.isPresent() && there.get().machine().equals(file.machine())) {
        return true;
      }
    }
    return false;
  }

  private void library(String name, List<LinkFinding> findings) {
    String last = lastName(name);
    if (held.holds(last, file.machine())
        || held.isMuslItself(last, file.machine(), file.interpreter())) {
      return;
    }
    String reason = held.whyNot(last, file.machine());
    findings.add(new LinkFinding(path, Kind.LIBRARY, printable(name), reason));
  }

  private void place(String place, List<LinkFinding> findings) {
    boolean fromOrigin = ORIGIN.matcher(place).find();
    String rest = ORIGIN.matcher(place).replaceFirst("");
    if (VARIABLE.matcher(rest).find()) {
      return;
    }
    if (fromOrigin) {
      if (climbs(path.parent(), rest)) {
        findings.add(
            new LinkFinding(path, Kind.RPATH, printable(place), "that leads out of the root"));
      }
      return;
    }
    // A path relative to the working directory is no fixed place.
    if (place.startsWith("/") && !DEFAULT_PLACE.matcher(place).matches() && !isDirectory(place)) {
      findings.add(
          new LinkFinding(path, Kind.RPATH, printable(place), "the root has no such directory"));
    }
  }

  private boolean isDirectory(String place) {
    return root.resolve(RootPath.ROOT, bytes(place))
        .filter(e -> e.type() == EntryType.DIRECTORY)
        .isPresent();
  }

  /** Whether the path has more steps up than there are directories to step out of. */
  private static boolean climbs(RootPath directory, String rest) {
    int depth = 0;
    for (RootPath at = directory; !at.isRoot(); at = at.parent()) {
      depth++;
    }
    for (String name : rest.split("/")) {
      if (name.equals("..")) {
        depth--;
      } else if (!name.isEmpty() && !name.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static String lastName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String printable(String name) {
    return Mtree.escape(bytes(name));
  }
}
