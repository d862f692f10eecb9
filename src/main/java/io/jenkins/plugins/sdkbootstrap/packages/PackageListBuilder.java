package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.NodeTable;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.root.RootPaths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes packages from the readers, and finds their files in the root. */
final class PackageListBuilder {

  private final ArchiveIndex index;
  private final String distribution;
  private final String release;
  private final List<SdkPackage> packages = new ArrayList<>();
  private final List<String> damages = new ArrayList<>();
  private final Map<String, List<String>> licenses = new HashMap<>();
  private final Map<String, List<String>> portageLicenses = new HashMap<>();

  /** By node: the number of the package that has it, from 1; 0 for none. */
  private final int[] owners;

  PackageListBuilder(ArchiveIndex index, DatabaseFiles files) {
    this.index = index;
    this.owners = new int[index.count()];
    Map<String, String> os = new HashMap<>();
    for (String path : DatabaseFiles.OS_RELEASE) {
      for (String line : files.text(path).split("\n")) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          os.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("[\"']", ""));
        }
      }
    }
    distribution = os.getOrDefault("ID", "");
    release = os.getOrDefault("VERSION_ID", "");
  }

  /** A package as its database has it. Its files are looked up as they are named. */
  final class Draft {
    PackageFormat format;
    String name = "";
    String version = "";
    String arch = "";
    String slot = "";
    String origin = "";
    List<String> flags = List.of();
    List<String> licenses = List.of();
    private int[] nodes = new int[64];
    private int count;
    private int missing;

    /** The directory that was named last: lists of files are sorted. */
    private byte[] directory = {};

    private int length;
    private int node = NodeTable.ROOT;

    private Draft(PackageFormat format, String name, String version) {
      this.format = format;
      this.name = name;
      this.version = version;
    }

    /** A file of the package, by its path in the root. */
    void file(byte[] path) {
      file(path, 0, path.length);
    }

    /** A file of the package: its path in the root is this part of the bytes. */
    void file(byte[] bytes, int from, int to) {
      int end = to;
      while (end > from && bytes[end - 1] == '/') {
        end--;
      }
      int name = end;
      while (name > from && bytes[name - 1] != '/') {
        name--;
      }
      if (name == end || RootPaths.isDots(bytes, name, end)) {
        return; // the root
      }
      directory(bytes, from, name);
      name(bytes, name, end);
    }

    /** The directory that the next names are in. */
    void directory(byte[] bytes, int from, int to) {
      if (!Arrays.equals(bytes, from, to, directory, 0, length)) {
        length = to - from;
        directory = Arrays.copyOfRange(bytes, from, to);
        node = directoryNode(directory);
      }
    }

    /** A file of the package, by its name in that directory. */
    void name(byte[] bytes, int from, int to) {
      int file = node == NodeTable.NONE ? node : index.nodes().child(node, bytes, from, to);
      if (file == NodeTable.NONE) {
        missing++;
      } else if (index.nodes().type(file) != EntryType.DIRECTORY) {
        if (count == nodes.length) {
          nodes = Arrays.copyOf(nodes, 2 * count);
        }
        nodes[count++] = file;
      }
    }
  }

  /** Begins a package, which is one by {@link #add}. */
  Draft draft(PackageFormat format, String name, String version) {
    return new Draft(format, name, version);
  }

  /** The files of the root, to look further things up. */
  ArchiveIndex index() {
    return index;
  }

  /** Names what could not be read, and why. */
  void damaged(String path, String why) {
    damages.add(RootPath.display(DatabaseFiles.bytes(path)) + ": " + why);
  }

  /** Adds a package. */
  void add(Draft draft) {
    if (draft.name.isBlank()) {
      throw new IllegalArgumentException("a package without a name");
    }
    int number = packages.size() + 1;
    long size = 0;
    int files = 0;
    for (int i = 0; i < draft.count; i++) {
      int node = draft.nodes[i];
      if (owners[node] != number) {
        // Where two packages have a file, the later one has it.
        owners[node] = number;
        files++;
        size += index.nodes().size(node);
      }
    }
    String name = draft.name.strip();
    String version = draft.version.strip();
    String arch = draft.arch.strip();
    packages.add(
        new SdkPackage(
            draft.format,
            name,
            version,
            arch,
            draft.slot,
            draft.origin.strip(),
            List.copyOf(new TreeSet<>(draft.flags)),
            List.copyOf(new LinkedHashSet<>(draft.licenses)),
            PackageUrl.of(draft.format, name, version, arch, distribution, release),
            size,
            files,
            draft.missing));
  }

  /** Where the path of a directory leads, which may be by links: to {@code bin} or usr/bin. */
  private int directoryNode(byte[] path) {
    int node = NodeTable.ROOT;
    for (int from = 0; from < path.length && node != NodeTable.NONE; ) {
      int to = RootPaths.endOfName(path, from);
      if (to > from) {
        node = index.nodes().child(node, path, from, to);
        if (RootPaths.isDots(path, from, to)
            || node != NodeTable.NONE && index.nodes().type(node) != EntryType.DIRECTORY) {
          Optional<Entry> entry = index.resolve(RootPath.ROOT, path);
          return entry.map(e -> index.nodes().find(e.path())).orElse(NodeTable.NONE);
        }
      }
      from = to + 1;
    }
    return node;
  }

  /** A license as a package database spells it: an SPDX expression where its words are known. */
  List<String> license(String text) {
    // Most packages have one of a few licenses.
    List<String> known = licenses.get(text);
    if (known == null) {
      known = LicenseText.of(text);
      licenses.put(text, known);
    }
    return known;
  }

  /** The same of Portage, whose licenses can depend on flags. */
  List<String> portageLicense(String text, Set<String> use) {
    return text.indexOf('?') < 0
        ? portageLicenses.computeIfAbsent(text, t -> LicenseText.ofPortage(t, Set.of()))
        : LicenseText.ofPortage(text, use);
  }

  PackageList build() {
    // By name, as people look for it; the numbers of owners go with them.
    Integer[] order = new Integer[packages.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, this::compare);
    int[] places = new int[order.length + 1];
    List<SdkPackage> sorted = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      places[order[i] + 1] = i + 1;
      sorted.add(packages.get(order[i]));
    }
    for (DatabaseReader reader : DatabaseReader.ALL) {
      for (String place : reader.places()) {
        int top = index.nodes().find(RootPath.of(DatabaseFiles.bytes(place)));
        if (top != NodeTable.NONE && !place.equals(DpkgReader.DOC)) {
          owners[top] = PackageList.DATABASE;
        }
      }
    }
    // A directory's number is less than those in it, so the mark goes down in one pass.
    for (int node = 0; node < owners.length; node++) {
      if (owners[node] > 0) {
        owners[node] = places[owners[node]];
      } else if (owners[index.nodes().parent(node)] == PackageList.DATABASE) {
        owners[node] = PackageList.DATABASE;
      }
    }
    return new PackageList(sorted, damages, index, owners);
  }

  private int compare(int one, int other) {
    SdkPackage a = packages.get(one);
    SdkPackage b = packages.get(other);
    int order = a.name().compareTo(b.name());
    order = order != 0 ? order : a.slot().compareTo(b.slot());
    order = order != 0 ? order : a.arch().compareTo(b.arch());
    order = order != 0 ? order : VersionOrder.compare(a, b);
    return order != 0 ? order : a.format().compareTo(b.format());
  }
}
