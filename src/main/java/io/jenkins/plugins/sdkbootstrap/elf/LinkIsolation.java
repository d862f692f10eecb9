package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndexBuilder;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds links from a root to something outside of it: an ELF file that needs a library or an
 * interpreter that the root does not have, or that searches for libraries in a directory that the
 * root does not have. Reads the root's tar stream while the root is archived, so nothing is read
 * twice.
 *
 * <p>The root has a library if a file in it has its name, a symlink with its name, or its soname,
 * and is for the same machine. Its directory does not matter: programs find libraries in many ways
 * (ld.so.conf, the paths of the program that loads them), and a library in the root did not come
 * from outside.
 */
public final class LinkIsolation implements EntryVisitor, Closeable {

  private final ArchiveIndexBuilder tree;
  private final ContentSpool spool = new ContentSpool();
  private final Map<RootPath, ElfFile> elfFiles = new TreeMap<>();

  /** Further names of a library. */
  private final List<RootPath> links = new ArrayList<>();

  /** Shared strings for names that many files need. */
  private final Map<String, String> names = new HashMap<>();

  private final byte[] head = new byte[ElfFile.MAGIC_LENGTH];
  private long seen;
  private boolean elf;

  /** Sees all that it needs. */
  public LinkIsolation() {
    this(new ArchiveIndexBuilder().withoutDigests());
  }

  private LinkIsolation(ArchiveIndexBuilder tree) {
    this.tree = tree;
  }

  /** Gets the tree of the root at the end, because the caller builds it anyway. */
  public static LinkIsolation withoutTree() {
    return new LinkIsolation(null);
  }

  @Override
  public void begin(Entry header) throws IOException {
    spool.clear();
    seen = 0;
    elf = false;
  }

  @Override
  public void content(byte[] buffer, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (seen < head.length && from < end) {
      head[(int) seen++] = buffer[from++];
      if (seen == head.length && ElfFile.isElf(head, head.length)) {
        elf = true;
        spool.add(head, 0, head.length);
      }
    }
    if (elf) {
      spool.add(buffer, from, end - from);
    }
  }

  @Override
  public void end(Entry complete) throws IOException {
    RootPath path = complete.path();
    if (tree != null) {
      tree.add(complete);
    }
    elfFiles.remove(path);
    if (elf) {
      Optional<ElfFile> file = ElfFile.read(spool);
      file.ifPresent(f -> elfFiles.put(path, shared(f)));
      spool.clear();
    }
    boolean link = complete.type() == EntryType.SYMLINK || complete.type() == EntryType.HARDLINK;
    // Libraries have this in their names; other links are many.
    if (link && text(path.name()).contains(".so")) {
      links.add(path);
    }
  }

  private ElfFile shared(ElfFile f) {
    return new ElfFile(
        f.machine(),
        f.interpreter() == null ? null : shared(f.interpreter()),
        f.needed().stream().map(this::shared).toList(),
        f.rpath().stream().map(this::shared).toList(),
        f.soname() == null ? null : shared(f.soname()));
  }

  private String shared(String name) {
    return names.computeIfAbsent(name, n -> n);
  }

  /** Checks the root after all entries were seen. Call it once. The result is sorted by path. */
  public List<LinkFinding> findings() {
    return findings(tree.build());
  }

  /**
   * The same.
   *
   * @param root all entries that were seen
   */
  public List<LinkFinding> findings(ArchiveIndex root) {
    HeldLibraries held = new HeldLibraries(root, elfFiles, links);
    List<LinkFinding> findings = new ArrayList<>();
    elfFiles.forEach((path, file) -> new LinkCheck(root, held, path, file).addTo(findings));
    return findings;
  }

  /** A name as {@link ElfFile} has them. */
  static String text(RootPath name) {
    return new String(name.bytes(), StandardCharsets.ISO_8859_1);
  }

  /** Frees what is held for the current file. */
  @Override
  public void close() throws IOException {
    spool.close();
  }
}
