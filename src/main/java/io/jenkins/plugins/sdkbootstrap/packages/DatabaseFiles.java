package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.NodeTable;
import io.jenkins.plugins.sdkbootstrap.index.TreeOrder;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The contents of the files that readers of package databases want, seen in a tar stream while it
 * is written or read. Other contents are not kept. What does not fit into an eighth of the memory
 * that this process may have, or 256 MiB, is left out and named.
 */
public final class DatabaseFiles implements EntryVisitor {

  /** Says which distribution the root is. */
  static final List<String> OS_RELEASE = List.of("usr/lib/os-release", "etc/os-release");

  private static final long MOST = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  private static final Set<String> PLACES =
      DatabaseReader.ALL.stream()
          .flatMap(reader -> reader.places().stream())
          .collect(Collectors.toCollection(TreeSet::new));

  private final NavigableMap<String, byte[]> contents = new TreeMap<>();
  private final Map<String, String> leftOut = new LinkedHashMap<>();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private String current;
  private long kept;

  /** The files of an archive that are wanted, by where they are in its tar stream. */
  static List<Entry> wanted(ArchiveIndex index) {
    List<Entry> wanted = new ArrayList<>();
    NodeTable nodes = index.nodes();
    TreeOrder tree = index.tree();
    for (String place : PLACES) {
      int top = nodes.find(RootPath.of(bytes(place)));
      for (int at = top < 0 ? 0 : tree.position(top), end = top < 0 ? 0 : tree.end(top);
          at < end;
          at++) {
        int node = tree.at(at);
        if (nodes.type(node) == EntryType.FILE && isWanted(text(nodes.path(node)))) {
          wanted.add(nodes.entry(node));
        }
      }
    }
    for (String path : OS_RELEASE) {
      index.stat(RootPath.of(path)).filter(e -> e.type() == EntryType.FILE).ifPresent(wanted::add);
    }
    return wanted;
  }

  private static boolean isWanted(String path) {
    if (OS_RELEASE.contains(path)) {
      return true;
    }
    for (DatabaseReader reader : DatabaseReader.ALL) {
      for (String place : reader.places()) {
        if (path.startsWith(place)
            && path.length() > place.length()
            && path.charAt(place.length()) == '/'
            && reader.wants(path)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void begin(Entry header) {
    current = null;
    if (header.type() != EntryType.FILE) {
      return;
    }
    String path = text(header.path());
    if (isWanted(path)) {
      if (kept + header.size() > MOST) {
        leftOut.put(path, "too large to be read here: " + header.size() + " bytes");
      } else {
        current = path;
        content.reset();
      }
    }
  }

  @Override
  public void content(byte[] buffer, int offset, int length) {
    if (current != null) {
      content.write(buffer, offset, length);
    }
  }

  @Override
  public void end(Entry complete) {
    if (current != null) {
      contents.put(current, content.toByteArray());
      kept += content.size();
      current = null;
    }
  }

  /** What is wanted but too large to be kept, by path: why it is not here. */
  Map<String, String> leftOut() {
    return leftOut;
  }

  /** A file's content; null where it is not there. */
  byte[] get(String path) {
    return contents.get(path);
  }

  /** A file's text; empty where it is not there. */
  String text(String path) {
    byte[] bytes = contents.get(path);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** A file's bytes, a char for each; empty where it is not there. */
  String raw(String path) {
    byte[] bytes = contents.get(path);
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The paths below a directory, sorted. */
  Set<String> below(String directory) {
    // '0' comes right behind '/'.
    return Collections.unmodifiableSet(
        contents.subMap(directory + "/", true, directory + "0", false).keySet());
  }

  /** The paths of all directories that have one of these files, sorted. */
  Set<String> directoriesBelow(String directory) {
    Set<String> directories = new TreeSet<>();
    for (String path : below(directory)) {
      directories.add(path.substring(0, path.lastIndexOf('/')));
    }
    directories.remove(directory);
    return directories;
  }

  static String text(RootPath path) {
    return new String(path.raw(), StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String path) {
    return path.getBytes(StandardCharsets.ISO_8859_1);
  }
}
