package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.IndexLimits;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.SourceStream;
import io.jenkins.plugins.sdkbootstrap.io.StreamPieces;
import io.jenkins.plugins.sdkbootstrap.io.StreamSource;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.tar.TarEntryStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads single files of an archive: lists directories by its index, and reads only the frames with
 * the file. Archives without random access (all but plain tar and seekable Zstandard) are read from
 * the start to the file. Only one thread at a time may read; the index is for several threads.
 */
public final class ArchiveFile implements Closeable {

  /** Skips a shorter distance than this by reading. */
  private static final int SKIPPED = 4 << 20;

  private final String name;
  private final ByteSource source;
  private final ArchiveIndex index;

  private ArchiveFile(String name, ByteSource source, ArchiveIndex index) {
    this.name = name;
    this.source = source;
    this.index = index;
  }

  /**
   * Opens an archive of this machine with the index beside it. Without an index, reads the whole
   * archive to create one.
   */
  public static ArchiveFile open(Path archive) throws IOException {
    if (Files.isDirectory(archive)) {
      throw new ArchiveException(archive + " is a directory, not an archive");
    }
    if (Files.exists(archive) && !Files.isRegularFile(archive)) {
      throw new ArchiveException(archive + " is not a regular file"); // a pipe may wait for ever
    }
    Path index = new ArchiveFiles(archive).index();
    ByteSource source = ByteSource.of(archive);
    try {
      ArchiveIndex loaded =
          Files.exists(index) ? ArchiveIndex.load(index) : scan(archive.toString(), source);
      return open(archive.getFileName().toString(), source, loaded);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static ArchiveIndex scan(String name, ByteSource source) throws IOException {
    try {
      return ArchiveIndex.scan(source, Progress.NONE, List.of(), IndexLimits.NONE);
    } catch (ArchiveException e) {
      throw e.in(name);
    }
  }

  /**
   * Opens an archive from any source.
   *
   * @param name what errors call it
   * @param source its bytes; closed with this
   * @param index its entries
   */
  public static ArchiveFile open(String name, ByteSource source, ArchiveIndex index) {
    return new ArchiveFile(name, source, index);
  }

  public ArchiveIndex index() {
    return index;
  }

  /**
   * The output of {@code ls}: the entries of a directory, by the bytes of their names, or the entry
   * at this path. Follows symlinks inside the root.
   *
   * @throws ArchiveException if the path does not exist
   */
  public List<Entry> list(RootPath path) throws ArchiveException {
    Entry entry = resolve(path);
    return entry.type() == EntryType.DIRECTORY ? index.list(entry.path()) : List.of(entry);
  }

  /**
   * Opens a file's content. Follows symlinks inside the root; a hard link has the content of its
   * file. The last read of the stream fails if the content does not match the index.
   *
   * @throws ArchiveException if there is no such file, or the index does not match the archive
   */
  public InputStream read(RootPath path) throws IOException {
    Entry file = index.content(resolve(path));
    if (file.type() != EntryType.FILE) {
      throw error(path, "is not a file, its type is " + file.type().id());
    }
    InputStream tar = tarFrom(file.offset());
    try {
      return new EntryContent(name, TarEntryStream.open(tar, file.offset()), file);
    } catch (ArchiveException e) {
      tar.close();
      throw e.in(name);
    } catch (IOException | RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  /**
   * Reads several files in one pass, in the order of the tar stream. With random access, reads only
   * the frames with these files, each once.
   *
   * @param files entries of the index that are files
   * @param visitor sees each with its content
   * @throws ArchiveException if a file does not match the index
   */
  public void read(List<Entry> files, EntryVisitor visitor) throws IOException {
    List<Entry> inOrder = new ArrayList<>(files);
    inOrder.sort(Comparator.comparingLong(Entry::offset));
    boolean seekable = ArchiveInput.isSeekable(source);
    byte[] buffer = new byte[1 << 16];
    TarEntryStream at = null;
    try {
      for (Entry file : inOrder) {
        if (at != null && seekable && file.offset() - at.position() > SKIPPED) {
          at.close();
          at = null;
        }
        at =
            at == null
                ? TarEntryStream.open(tarFrom(file.offset()), file.offset())
                : at.next(file.offset());
        EntryContent content = new EntryContent(name, at, file);
        visitor.begin(file);
        for (int n; (n = content.read(buffer)) >= 0; ) {
          visitor.content(buffer, 0, n);
        }
        visitor.end(file);
      }
    } catch (ArchiveException e) {
      throw e.in(name);
    } finally {
      if (at != null) {
        at.close();
      }
    }
  }

  /**
   * A file's content with random access; each read costs as much as opening the file. The content
   * is not compared with the index.
   *
   * @throws ArchiveException if there is no such file, or the index does not match the archive
   */
  public ByteSource source(RootPath path) throws IOException {
    Entry file = index.content(resolve(path));
    long start = -1;
    if (file.type() == EntryType.FILE && ArchiveInput.isSeekable(source)) {
      try (TarEntryStream stream = TarEntryStream.open(tarFrom(file.offset()), file.offset())) {
        start = stream.contentStart();
      }
    }
    if (start < 0) {
      return new StreamSource(() -> read(path), file.size());
    }
    long from = start;
    return new StreamPieces(position -> tarFrom(from + position), file.size());
  }

  private InputStream tarFrom(long offset) throws IOException {
    return ArchiveInput.compressionOf(source) == Compression.NONE
        ? new SourceStream(source, offset)
        : ArchiveInput.openAt(source, offset);
  }

  private Entry resolve(RootPath path) throws ArchiveException {
    Optional<Entry> entry = index.resolve(path);
    if (entry.isEmpty()) {
      boolean link = index.stat(path).filter(e -> e.type() == EntryType.SYMLINK).isPresent();
      throw error(path, link ? "is a symlink that leads to nothing in the root" : "is not there");
    }
    return entry.get();
  }

  private ArchiveException error(RootPath path, String what) {
    return new ArchiveException(name + ": " + path + " " + what);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
