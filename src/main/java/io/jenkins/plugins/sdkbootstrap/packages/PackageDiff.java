package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The differences between two roots, by package.
 *
 * @param changes by name
 * @param counts how many of each kind; no kind is missing
 * @param unowned the differences of files that belong to no package and no package database on
 *     either side
 * @param growth how many bytes all packages have grown
 */
public record PackageDiff(
    List<PackageChange> changes,
    Map<PackageChange.Kind, Integer> counts,
    DiffTotals unowned,
    long growth) {

  /** Compares two roots. Files count as in {@link ArchiveDiff}, without their times. */
  public static PackageDiff between(PackageList before, PackageList after) {
    return between(before, after, ArchiveDiff.between(before.index(), after.index(), false));
  }

  /** The same, if their files were already compared. */
  public static PackageDiff between(PackageList before, PackageList after, ArchiveDiff files) {
    Map<SdkPackage, Integer> touchedBefore = new HashMap<>();
    Map<SdkPackage, Integer> touchedAfter = new HashMap<>();
    int[] unowned = new int[3];
    long[] bytes = new long[4];
    files
        .changes(DiffFilter.ALL)
        .filter(PackageDiff::isFile)
        .forEach(
            change -> {
              Optional<SdkPackage> old = before.owner(change.path());
              Optional<SdkPackage> young = after.owner(change.path());
              old.ifPresent(p -> touchedBefore.merge(p, 1, Integer::sum));
              young.ifPresent(p -> touchedAfter.merge(p, 1, Integer::sum));
              boolean database =
                  before.isDatabase(change.path()) || after.isDatabase(change.path());
              if (old.isEmpty() && young.isEmpty() && !database) {
                count(change, unowned, bytes);
              }
            });
    return of(
        before.packages(),
        after.packages(),
        touchedBefore,
        touchedAfter,
        new DiffTotals(unowned[0], unowned[1], unowned[2], bytes[0], bytes[1], bytes[2], bytes[3]));
  }

  /**
   * The same for lists of packages without their files: a rebuilt package shows only in flags,
   * facts, sizes and numbers of files.
   */
  public static PackageDiff between(List<SdkPackage> before, List<SdkPackage> after) {
    return of(before, after, Map.of(), Map.of(), new DiffTotals(0, 0, 0, 0, 0, 0, 0));
  }

  private static PackageDiff of(
      List<SdkPackage> before,
      List<SdkPackage> after,
      Map<SdkPackage, Integer> touchedBefore,
      Map<SdkPackage, Integer> touchedAfter,
      DiffTotals unowned) {
    List<PackageChange> changes = new ArrayList<>();
    Map<String, List<SdkPackage>> oldByName = byName(before);
    Map<String, List<SdkPackage>> youngByName = byName(after);
    Set<String> names = new TreeSet<>(oldByName.keySet());
    names.addAll(youngByName.keySet());
    for (String name : names) {
      for (SdkPackage[] pair :
          pairs(
              oldByName.getOrDefault(name, List.of()), youngByName.getOrDefault(name, List.of()))) {
        int touched =
            Math.max(
                pair[0] == null ? 0 : touchedBefore.getOrDefault(pair[0], 0),
                pair[1] == null ? 0 : touchedAfter.getOrDefault(pair[1], 0));
        PackageChange change = PackageChange.of(pair[0], pair[1], touched);
        if (change != null) {
          changes.add(change);
        }
      }
    }
    Map<PackageChange.Kind, Integer> counts = new EnumMap<>(PackageChange.Kind.class);
    for (PackageChange.Kind kind : PackageChange.Kind.values()) {
      counts.put(kind, (int) changes.stream().filter(c -> c.kind() == kind).count());
    }
    return new PackageDiff(changes, counts, unowned, size(after) - size(before));
  }

  private static long size(List<SdkPackage> packages) {
    return packages.stream().mapToLong(SdkPackage::size).sum();
  }

  public boolean isEmpty() {
    return changes.isEmpty() && unowned.count() == 0;
  }

  private static boolean isFile(Change change) {
    Entry entry = change.after() == null ? change.before() : change.after();
    return entry.type() != EntryType.DIRECTORY;
  }

  private static void count(Change change, int[] counts, long[] bytes) {
    counts[change.kind().ordinal()]++;
    switch (change.kind()) {
      case ADDED -> bytes[0] += change.after().size();
      case REMOVED -> bytes[1] += change.before().size();
      case CHANGED -> {
        bytes[2] += change.before().size();
        bytes[3] += change.after().size();
      }
    }
  }

  private static Map<String, List<SdkPackage>> byName(List<SdkPackage> list) {
    Map<String, List<SdkPackage>> byName = new TreeMap<>();
    for (SdkPackage p : list) {
      byName.computeIfAbsent(p.name(), n -> new ArrayList<>()).add(p);
    }
    return byName;
  }

  /**
   * Pairs packages of one name: by version, else by slot and architecture, and the rest in the
   * order of their versions. Null means none.
   */
  private static List<SdkPackage[]> pairs(List<SdkPackage> before, List<SdkPackage> after) {
    if (before.size() == 1 && after.size() == 1) {
      return List.<SdkPackage[]>of(new SdkPackage[] {before.get(0), after.get(0)});
    }
    List<SdkPackage> old = new ArrayList<>(before);
    List<SdkPackage> young = new ArrayList<>(after);
    List<SdkPackage[]> pairs = new ArrayList<>();
    take(old, young, pairs, p -> List.of(p.version(), p.slot(), p.arch(), p.format()));
    take(old, young, pairs, p -> List.of(p.slot(), p.arch(), p.format()));
    take(old, young, pairs, SdkPackage::name);
    old.forEach(p -> pairs.add(new SdkPackage[] {p, null}));
    young.forEach(p -> pairs.add(new SdkPackage[] {null, p}));
    return pairs;
  }

  private static void take(
      List<SdkPackage> old,
      List<SdkPackage> young,
      List<SdkPackage[]> pairs,
      Function<SdkPackage, Object> key) {
    for (SdkPackage p : List.copyOf(old)) {
      young.stream()
          .filter(q -> key.apply(q).equals(key.apply(p)))
          .findFirst()
          .ifPresent(
              q -> {
                pairs.add(new SdkPackage[] {p, q});
                old.remove(p);
                young.remove(q);
              });
    }
  }
}
