package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.io.BlockSource;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the dynamic loader needs for one program or library, before and after.
 *
 * @param path the file
 * @param before the file before; empty if it was no ELF file
 * @param after the file after; empty if it is no ELF file
 */
public record ElfChange(RootPath path, Optional<ElfFile> before, Optional<ElfFile> after) {

  /** Shorter files are not ELF files. */
  private static final int LEAST_SIZE = 52;

  /** Larger files are not read completely. */
  private static final long LARGE = 8 << 20;

  /** Whether it may be an ELF file and its content changed. */
  public static boolean isCandidate(Change change) {
    boolean file = isFile(change.before()) || isFile(change.after());
    return file
        && (change.kind() != Change.Kind.CHANGED
            || change.what().contains(Change.What.CONTENT)
            || change.what().contains(Change.What.TYPE));
  }

  private static boolean isFile(Entry entry) {
    return entry != null && entry.type() == EntryType.FILE && entry.size() >= LEAST_SIZE;
  }

  /** Reads the file on both sides. */
  public static ElfChange read(ArchiveFile before, ArchiveFile after, Change change)
      throws IOException {
    return new ElfChange(change.path(), read(before, change.before()), read(after, change.after()));
  }

  /** What a file of an archive needs to be loaded; empty for what no loader loads. */
  public static Optional<ElfFile> read(ArchiveFile archive, Entry entry) throws IOException {
    if (!isFile(entry)) {
      return Optional.empty();
    }
    if (entry.size() >= LARGE) {
      try (ByteSource source = new BlockSource(archive.source(entry.path()))) {
        return ElfFile.read(source);
      }
    }
    try (InputStream content = archive.read(entry.path())) {
      return ElfFile.read(content);
    }
  }

  /** Whether it needs the same as before. */
  public boolean isEmpty() {
    return neededAdded().isEmpty()
        && neededRemoved().isEmpty()
        && rpathAdded().isEmpty()
        && rpathRemoved().isEmpty()
        && Objects.equals(interpreterBefore(), interpreterAfter());
  }

  public List<String> neededAdded() {
    return without(needed(after), needed(before));
  }

  public List<String> neededRemoved() {
    return without(needed(before), needed(after));
  }

  public List<String> rpathAdded() {
    return without(rpath(after), rpath(before));
  }

  public List<String> rpathRemoved() {
    return without(rpath(before), rpath(after));
  }

  /** The loader that started it; null where there was none. */
  public String interpreterBefore() {
    return before.map(ElfFile::interpreter).orElse(null);
  }

  /** The loader that starts it; null where there is none. */
  public String interpreterAfter() {
    return after.map(ElfFile::interpreter).orElse(null);
  }

  private static List<String> needed(Optional<ElfFile> file) {
    return file.map(ElfFile::needed).orElse(List.of());
  }

  private static List<String> rpath(Optional<ElfFile> file) {
    return file.map(ElfFile::rpath).orElse(List.of());
  }

  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    rest.removeAll(others);
    return rest;
  }
}
