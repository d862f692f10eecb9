package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.elf.ElfFile.Machine;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The libraries of a root, by every name that files can use for them. */
final class HeldLibraries {

  /** Libraries that are part of musl's loader, which never searches for them. */
  private static final String MUSL_ITSELF = "lib(c|pthread|rt|m|dl|util|xnet)\\.so";

  private final ArchiveIndex root;
  private final Map<RootPath, ElfFile> files;

  /** By name, one path for each machine. */
  private final Map<String, Map<Machine, RootPath>> byName = new HashMap<>();

  /** Links without a library behind them, by name. */
  private final Map<String, List<RootPath>> dangling = new HashMap<>();

  private final Machine main;

  /**
   * Knows the libraries of a root.
   *
   * @param root all its entries
   * @param files its ELF files
   * @param links symlinks and hard links that may lead to one of them
   */
  HeldLibraries(ArchiveIndex root, Map<RootPath, ElfFile> files, Collection<RootPath> links) {
    this.root = root;
    this.files = files;
    files.forEach(
        (path, file) -> {
          hold(LinkIsolation.text(path.name()), file.machine(), path);
          if (file.soname() != null) {
            hold(file.soname(), file.machine(), path);
          }
        });
    for (RootPath link : links) {
      String name = LinkIsolation.text(link.name());
      at(link.parent(), link.name().bytes())
          .ifPresentOrElse(
              f -> hold(name, f.machine(), link),
              () -> dangling.computeIfAbsent(name, n -> new ArrayList<>()).add(link));
    }
    main =
        Stream.of("bin/sh", "usr/bin/env", "sbin/init")
            .flatMap(p -> at(RootPath.ROOT, RootPath.of(p).bytes()).stream())
            .map(ElfFile::machine)
            .findFirst()
            .orElseGet(this::mostFrequent);
  }

  private Machine mostFrequent() {
    Map<Machine, Long> counts =
        files.values().stream()
            .collect(
                Collectors.groupingBy(ElfFile::machine, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private void hold(String name, Machine machine, RootPath path) {
    byName.computeIfAbsent(name, n -> new LinkedHashMap<>()).putIfAbsent(machine, path);
  }

  /** Whether the root's own programs are for this machine, and not those of a cross toolchain. */
  boolean isMain(Machine machine) {
    return machine.equals(main);
  }

  /** The ELF file that a path leads to, symlinks followed inside the root. */
  Optional<ElfFile> at(RootPath directory, byte[] path) {
    Optional<Entry> entry = root.resolve(directory, path);
    return entry.map(e -> files.get(root.content(e).path()));
  }

  /** Whether the root has a library or loader of this name and machine. */
  boolean holds(String name, Machine machine) {
    return byName.getOrDefault(name, Map.of()).containsKey(machine);
  }

  /**
   * Whether musl's loader, which is the C library, stands for this name.
   *
   * @param interpreter the loader of whoever needs it; null for a library, which any may load
   */
  boolean isMuslItself(String name, Machine machine, String interpreter) {
    boolean musl = interpreter == null || interpreter.contains("/ld-musl-");
    return musl
        && name.matches(MUSL_ITSELF)
        && byName.entrySet().stream()
            .anyMatch(e -> e.getKey().startsWith("ld-musl-") && e.getValue().containsKey(machine));
  }

  /** Why the files with that name do not fit, for people. */
  String whyNot(String name, Machine machine) {
    Stream<String> files =
        byName.getOrDefault(name, Map.of()).entrySet().stream()
            .map(
                e ->
                    e.getKey().equals(machine)
                        ? "the root has it only as " + e.getValue()
                        : e.getValue() + " is for " + e.getKey() + ", not " + machine);
    Stream<String> broken =
        dangling.getOrDefault(name, List.of()).stream()
            .map(link -> link + " leads to no library in the root");
    String all = Stream.concat(files, broken).sorted().collect(Collectors.joining("; "));
    return all.isEmpty() ? "nothing in the root has this name" : all;
  }
}
