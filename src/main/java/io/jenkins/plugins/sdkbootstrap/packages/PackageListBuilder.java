package io.jenkins.plugins.sdkbootstrap.packages;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURLBuilder;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.NodeTable;
import io.jenkins.plugins.sdkbootstrap.index.TreeOrder;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.root.RootPaths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Takes packages from the readers, and finds their files in the root. */
final class PackageListBuilder {

  private final ArchiveIndex index;
  private final String distribution;
  private final String release;
  private final List<SdkPackage> packages = new ArrayList<>();
  private final List<String> damages = new ArrayList<>();
  private final Map<String, Integer> directories = new HashMap<>();

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

  /** A package as its database has it. */
  static final class Draft {
    PackageFormat format;
    String name = "";
    String version = "";
    String arch = "";
    String slot = "";
    String origin = "";
    List<String> flags = List.of();
    List<String> licenses = List.of();
    Iterable<String> files = List.of();

    Draft(PackageFormat format, String name, String version) {
      this.format = format;
      this.name = name;
      this.version = version;
    }
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
    int missing = 0;
    NodeTable nodes = index.nodes();
    for (String file : draft.files) {
      int node = find(DatabaseFiles.bytes(file));
      if (node == NodeTable.NONE) {
        missing++;
      } else if (nodes.type(node) != EntryType.DIRECTORY && owners[node] != number) {
        // Where two packages have a file, the later one has it.
        owners[node] = number;
        files++;
        size += nodes.size(node);
      }
    }
    packages.add(
        new SdkPackage(
            draft.format,
            draft.name.strip(),
            draft.version.strip(),
            draft.arch.strip(),
            draft.slot,
            draft.origin.strip(),
            List.copyOf(new TreeSet<>(draft.flags)),
            List.copyOf(new LinkedHashSet<>(draft.licenses)),
            purl(draft),
            size,
            files,
            missing));
  }

  /**
   * The node of a path, whose directories may be symlinks: {@code /bin/sh} where bin is usr/bin.
   */
  private int find(byte[] spelled) {
    int end = spelled.length;
    while (end > 0 && spelled[end - 1] == '/') {
      end--;
    }
    int slash = end - 1;
    while (slash >= 0 && spelled[slash] != '/') {
      slash--;
    }
    if (RootPaths.isDots(spelled, slash + 1, end) || slash + 1 == end) {
      return NodeTable.ROOT;
    }
    byte[] parent = Arrays.copyOf(spelled, Math.max(slash, 0));
    int directory =
        directories.computeIfAbsent(
            new String(parent, StandardCharsets.ISO_8859_1),
            ignored -> {
              Optional<Entry> entry = index.resolve(RootPath.ROOT, parent);
              return entry.map(e -> index.nodes().find(e.path())).orElse(NodeTable.NONE);
            });
    return directory == NodeTable.NONE
        ? NodeTable.NONE
        : index.nodes().child(directory, spelled, slash + 1, end);
  }

  private String purl(Draft draft) {
    PackageURLBuilder purl = PackageURLBuilder.aPackageURL().withType(draft.format.purlType());
    int slash = draft.name.lastIndexOf('/');
    String namespace = slash > 0 ? draft.name.substring(0, slash) : "";
    if (draft.format != PackageFormat.PLAIN && draft.format != PackageFormat.PORTAGE) {
      namespace = distribution.isEmpty() ? draft.format.distribution() : distribution;
      if (!distribution.isEmpty()) {
        purl.withQualifier(
            "distro", release.isEmpty() ? distribution : distribution + "-" + release);
      }
    }
    if (!namespace.isEmpty()) {
      purl.withNamespace(namespace);
    }
    String version = draft.version.strip();
    int colon = version.indexOf(':');
    if (draft.format == PackageFormat.RPM && colon > 0) {
      purl.withQualifier("epoch", version.substring(0, colon));
      version = version.substring(colon + 1);
    }
    if (!version.isEmpty()) {
      purl.withVersion(version);
    }
    if (!draft.arch.isBlank()) {
      purl.withQualifier("arch", draft.arch.strip());
    }
    try {
      return purl.withName(draft.name.strip().substring(slash + 1)).build().canonicalize();
    } catch (MalformedPackageURLException e) {
      return "";
    }
  }

  PackageList build() {
    // By name, as people look for it; the numbers of owners go with them.
    Integer[] order = new Integer[packages.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.comparing((Integer i) -> packages.get(i).name())
            .thenComparing(i -> packages.get(i).slot())
            .thenComparing(i -> packages.get(i).arch())
            .thenComparing((a, b) -> VersionOrder.compare(packages.get(a), packages.get(b)))
            .thenComparing(i -> packages.get(i).format()));
    int[] places = new int[order.length + 1];
    List<SdkPackage> sorted = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      places[order[i] + 1] = i + 1;
      sorted.add(packages.get(order[i]));
    }
    for (int node = 0; node < owners.length; node++) {
      owners[node] = places[owners[node]];
    }
    for (DatabaseReader reader : DatabaseReader.ALL) {
      reader.places().stream()
          .filter(place -> !place.equals(DpkgReader.DOC))
          .forEach(this::markDatabase);
    }
    return new PackageList(sorted, damages, index, owners);
  }

  private void markDatabase(String place) {
    int top = index.nodes().find(RootPath.of(DatabaseFiles.bytes(place)));
    if (top != NodeTable.NONE) {
      TreeOrder tree = index.tree();
      for (int at = tree.position(top); at < tree.end(top); at++) {
        if (owners[tree.at(at)] == 0) {
          owners[tree.at(at)] = PackageList.DATABASE;
        }
      }
    }
  }
}
