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
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the contents of the files that readers of package databases need, from a tar stream
 * while it is written or read. Keeps no other contents. The limit is an eighth of this process's
 * memory, or 256 MiB; larger files are skipped and reported.
 */
public final class DatabaseFiles implements EntryVisitor {

  /** The file that names the distribution of the root. */
  static final List<String> OS_RELEASE = List.of("usr/lib/os-release", "etc/os-release");

  private static final List<byte[]> OS_RELEASE_BYTES =
      OS_RELEASE.stream().map(DatabaseFiles::bytes).toList();

  private static final long MOST = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  private static final Map<byte[], DatabaseReader> PLACES = new LinkedHashMap<>();

  static {
    for (DatabaseReader reader : DatabaseReader.ALL) {
      reader.places().forEach(place -> PLACES.put(bytes(place), reader));
    }
  }

  private final Map<String, byte[]> contents = new HashMap<>();
  private final Map<String, String> leftOut = new LinkedHashMap<>();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private String current;
  private long kept;

  /** The path that was seen last, how much of it is its directory, and who looks in there. */
  private byte[] last = {};

  private int lastDirectory = -1;
  private DatabaseReader reader;

  /** The files of an archive that are wanted, by where they are in its tar stream. */
  static List<Entry> wanted(ArchiveIndex index) {
    List<Entry> wanted = new ArrayList<>();
    NodeTable nodes = index.nodes();
    TreeOrder tree = index.tree();
    PLACES.forEach(
        (place, reader) -> {
          int top = nodes.find(RootPath.of(place));
          int end = top == NodeTable.NONE ? 0 : tree.end(top);
          for (int at = end == 0 ? 0 : tree.position(top); at < end; at++) {
            int node = tree.at(at);
            if (nodes.type(node) == EntryType.FILE && reader.wants(text(nodes.path(node)))) {
              wanted.add(nodes.entry(node));
            }
          }
        });
    for (String path : OS_RELEASE) {
      index.stat(RootPath.of(path)).filter(e -> e.type() == EntryType.FILE).ifPresent(wanted::add);
    }
    return wanted;
  }

  /** Finds the reader of a directory once for all its consecutive entries. */
  private boolean isWanted(byte[] path) {
    int slash = path.length - 1;
    while (slash >= 0 && path[slash] != '/') {
      slash--;
    }
    if (slash != lastDirectory || slash > 0 && !Arrays.equals(path, 0, slash, last, 0, slash)) {
      last = path;
      lastDirectory = slash;
      reader = null;
      for (Map.Entry<byte[], DatabaseReader> place : PLACES.entrySet()) {
        int length = place.getKey().length;
        if (slash >= length
            && path[length] == '/'
            && Arrays.equals(path, 0, length, place.getKey(), 0, length)) {
          reader = place.getValue();
        }
      }
    }
    return reader != null && reader.wants(latin1(path)) || isOsRelease(path);
  }

  private static boolean isOsRelease(byte[] path) {
    for (byte[] release : OS_RELEASE_BYTES) {
      if (Arrays.equals(path, release)) {
        return true;
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
    byte[] raw = header.path().raw();
    if (isWanted(raw)) {
      String path = latin1(raw);
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

  /** The files that are too large to keep, with the reason, by path. */
  Map<String, String> leftOut() {
    return leftOut;
  }

  /** A file's content; null if it does not exist. */
  byte[] get(String path) {
    return contents.get(path);
  }

  /** A file's text; empty if it does not exist. */
  String text(String path) {
    byte[] bytes = contents.get(path);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The paths below a directory, sorted. */
  List<String> below(String directory) {
    String start = directory + "/";
    List<String> below = new ArrayList<>();
    for (String path : contents.keySet()) {
      if (path.startsWith(start)) {
        below.add(path);
      }
    }
    Collections.sort(below);
    return below;
  }

  /** The paths of all directories below one that have one of these files. */
  List<String> directoriesBelow(String directory) {
    String start = directory + "/";
    Set<String> directories = new HashSet<>();
    for (String path : contents.keySet()) {
      int slash = path.lastIndexOf('/');
      if (slash > start.length() && path.startsWith(start)) {
        directories.add(path.substring(0, slash));
      }
    }
    return directories.stream().sorted().toList();
  }

  static String text(RootPath path) {
    return latin1(path.raw());
  }

  private static String latin1(byte[] path) {
    return new String(path, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String path) {
    return path.getBytes(StandardCharsets.ISO_8859_1);
  }
}
