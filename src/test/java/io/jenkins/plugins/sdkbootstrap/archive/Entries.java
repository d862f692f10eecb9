package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndexBuilder;
import io.jenkins.plugins.sdkbootstrap.index.IndexReader;
import io.jenkins.plugins.sdkbootstrap.index.IndexWriter;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries for tests, short to write. */
public final class Entries {

  private Entries() {}

  /** A name of one char a byte. */
  public static RootPath path(String latin1) {
    return RootPath.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  public static Entry dir(String path) {
    return entry(path, EntryType.DIRECTORY, 0755, 0, null, null, 0);
  }

  /** A file whose content is this text. */
  public static Entry file(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    Digest digest = Digest.sha256(Digest.newSha256().digest(bytes));
    return entry(path, EntryType.FILE, 0644, bytes.length, null, digest, 0);
  }

  public static Entry symlink(String path, String target) {
    return entry(path, EntryType.SYMLINK, 0777, 0, target, null, 0);
  }

  public static Entry hardlink(String path, String target) {
    return entry(path, EntryType.HARDLINK, 0644, 0, target, null, 0);
  }

  public static Entry device(String path, EntryType type, long major, long minor) {
    return new Entry(path(path), type, 0600, 0, 0, 0, 1000, 0, null, major, minor, null, 0);
  }

  public static Entry fifo(String path) {
    return entry(path, EntryType.FIFO, 0644, 0, null, null, 0);
  }

  public static Entry with(Entry e, int mode, long uid, long gid) {
    return new Entry(
        e.path(),
        e.type(),
        mode,
        uid,
        gid,
        e.size(),
        e.mtimeSeconds(),
        e.mtimeNanos(),
        e.link(),
        e.deviceMajor(),
        e.deviceMinor(),
        e.sha256(),
        e.offset());
  }

  public static Entry at(Entry e, long seconds, int nanos) {
    return new Entry(
        e.path(),
        e.type(),
        e.mode(),
        e.uid(),
        e.gid(),
        e.size(),
        seconds,
        nanos,
        e.link(),
        e.deviceMajor(),
        e.deviceMinor(),
        e.sha256(),
        e.offset());
  }

  private static Entry entry(
      String path, EntryType type, int mode, long size, String link, Digest digest, long offset) {
    byte[] target = link == null ? null : link.getBytes(StandardCharsets.ISO_8859_1);
    return new Entry(path(path), type, mode, 0, 0, size, 1000, 0, target, 0, 0, digest, offset);
  }

  /** All that two entries can differ in, as text; arrays make records unequal. */
  public static String describe(Entry e) {
    String link = e.link() == null ? "" : new String(e.link(), StandardCharsets.ISO_8859_1);
    return String.join(
        "|",
        e.path().toString(),
        e.type().id(),
        Integer.toOctalString(e.mode()),
        e.uid() + ":" + e.gid(),
        Long.toString(e.size()),
        e.mtimeSeconds() + "." + e.mtimeNanos(),
        link,
        e.deviceMajor() + "," + e.deviceMinor(),
        e.digest().map(Digest::hex).orElse(""),
        Long.toString(e.offset()));
  }

  /** The index file of these entries. */
  public static byte[] index(Entry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (IndexWriter writer = new IndexWriter(out)) {
      for (Entry e : entries) {
        writer.begin(e);
        writer.end(e);
      }
    }
    return out.toByteArray();
  }

  /** What an index file holds. */
  public static List<Entry> read(byte[] index) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (IndexReader reader = new IndexReader(new ByteArrayInputStream(index), "x.mtree.zst")) {
      for (Optional<Entry> e = reader.next(); e.isPresent(); e = reader.next()) {
        entries.add(e.get());
      }
    }
    return entries;
  }

  /** The loaded index of these entries. */
  public static ArchiveIndex loaded(Entry... entries) throws IOException {
    ArchiveIndexBuilder builder = new ArchiveIndexBuilder();
    for (Entry e : entries) {
      builder.add(e);
    }
    return builder.build();
  }

  /** The paths of entries, as people see them. */
  public static List<String> paths(List<Entry> entries) {
    return entries.stream().map(e -> e.path().toString()).toList();
  }
}
