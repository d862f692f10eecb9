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
 * An archive to look into: lists directories by its index, and opens single files by reading only
 * the frames that they are in. Archives that cannot be read from the middle (anything but bare tar
 * and the seekable Zstandard format) are read up to the file. Reading is not for several threads at
 * once; the index is.
 */
public final class ArchiveFile implements Closeable {

  /** What is nearer than a frame is read over. */
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
   * Opens an archive on this system, with the index beside it where there is one; otherwise the
   * whole archive is read to make one.
   */
  public static ArchiveFile open(Path archive) throws IOException {
    Path index = new ArchiveFiles(archive).index();
    ByteSource source = ByteSource.of(archive);
    try {
      ArchiveIndex loaded =
          Files.exists(index)
              ? ArchiveIndex.load(index)
              : ArchiveIndex.scan(source, Progress.NONE, List.of(), IndexLimits.NONE);
      return open(archive.getFileName().toString(), source, loaded);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Opens an archive that may lie anywhere.
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
   * What {@code ls} shows: the entries in a directory, by the bytes of their names, or what else is
   * at this path. A symlink is followed inside the root.
   *
   * @throws ArchiveException if nothing is there
   */
  public List<Entry> list(RootPath path) throws ArchiveException {
    Entry entry = resolve(path);
    return entry.type() == EntryType.DIRECTORY ? index.list(entry.path()) : List.of(entry);
  }

  /**
   * Opens a file's content. Symlinks are followed inside the root, a hard link gives the content of
   * its file. The last read of the stream fails if the content is not what the index says.
   *
   * @throws ArchiveException if no file is there, or the index does not fit the archive
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
      throw new ArchiveException(name + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  /**
   * Reads several files in one go, in the order of the tar stream; of an archive that can be read
   * from the middle only the frames that they are in, and each of those once.
   *
   * @param files entries of the index that are files
   * @param visitor sees each with its content
   * @throws ArchiveException if one is not what the index says
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
      throw e.getMessage().startsWith(name)
          ? e
          : new ArchiveException(name + ": " + e.getMessage(), e);
    } finally {
      if (at != null) {
        at.close();
      }
    }
  }

  /**
   * A file's content, to be read at any place of it; each read costs what opening a file does. What
   * is read is not held against the index.
   *
   * @throws ArchiveException if no file is there, or the index does not fit the archive
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
