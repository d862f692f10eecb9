package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads a tar stream to its end and verifies it: structure, names, links, types, sizes. It accepts
 * the archives of the usual tools (GNU tar, bsdtar, busybox, Docker, Python, Go). With one line, it
 * refuses entries that could leave the root or that tools read differently. It reads contents only
 * for visitors.
 *
 * <p>Memory: a window of 128 KiB, up to 8 MiB for the headers of one entry, up to 16 MiB for the
 * map of one sparse file, and about 40 bytes for each name, of which there may be 10 million.
 */
public final class TarReader {

  /**
   * The result of reading.
   *
   * @param entries how many entries there were, without skipped ones
   * @param size length of the tar stream up to its end-of-archive, in bytes
   * @param contentBytes bytes of all files' contents, holes included
   * @param skippedDevices how many device nodes, and hard links to them, were skipped
   */
  public record Summary(long entries, long size, long contentBytes, long skippedDevices) {}

  /** How long a path can be for GNU tar, which names files by their whole path, to extract it. */
  static final int MAX_PATH = 4093;

  /** How much content a sample may have, in bytes. */
  public static final long MAX_SAMPLE = 1 << 20;

  /** Paths up to this length leave room for the directory that a root is unpacked to. */
  static final int MAX_WRITTEN_PATH = 3840;

  private final TarInput input;
  private final TarHeader header = new TarHeader();
  private final TarHeaderReader headers;
  private final TarContent content;
  private final TarRules rules = new TarRules();
  private final EntryVisitor[] visitors;
  private final boolean rewrites;
  private int maxPath = MAX_PATH;
  private String tooLong = "GNU tar cannot extract it";
  private boolean leavesOutDevices;
  private boolean samples;
  private BiConsumer<String, Long> extras;

  /**
   * Reads from one stream and passes verified bytes on to another.
   *
   * @param out receives all entries, rewritten if {@link HeaderRewrite} requires it, but not the
   *     end-of-archive; null to pass nothing on
   */
  public TarReader(InputStream tar, OutputStream out, List<EntryVisitor> visitors) {
    this.input = new TarInput(tar, out, TarHeaderReader.MAX_HEADERS, 0);
    this.headers = new TarHeaderReader(input, header);
    this.content = new TarContent(input, header);
    this.visitors = visitors.toArray(new EntryVisitor[0]);
    this.rewrites = out != null;
  }

  /**
   * Reads a tar stream to its end.
   *
   * @param tar the stream, not compressed; it is not closed
   * @param visitors see every entry with its content and its SHA-256; with none, contents are
   *     stepped over
   * @throws ArchiveException if the stream is not a valid archive of a root; names entry and
   *     position
   */
  public static Summary read(InputStream tar, List<EntryVisitor> visitors) throws IOException {
    return new TarReader(tar, null, visitors).readAll();
  }

  /** Refuses paths that leave no room for the directory they will be unpacked to. */
  public TarReader limitPaths() {
    maxPath = MAX_WRITTEN_PATH;
    tooLong = "it could not be unpacked again; shorten it or exclude it with clean";
    return this;
  }

  /** Does not pass on device nodes. */
  public TarReader leaveOutDevices() {
    leavesOutDevices = true;
    return this;
  }

  /**
   * Skips additions of some tools that are not content, instead of refusing them: a volume label,
   * an index after the end (pixz). Also reports attributes that GNU tar does not read.
   *
   * @param heard receives the kind and the number
   */
  public TarReader leaveOut(BiConsumer<String, Long> heard) {
    extras = heard;
    headers.leaveOut(heard);
    return this;
  }

  /**
   * Passes on only small files and directories with an attribute, an owner or a group that no entry
   * before them had.
   */
  public TarReader sample() {
    samples = true;
    headers.remember();
    return this;
  }

  private boolean isSample(EntryType is) {
    boolean holds = header.type == EntryType.FILE || header.type == EntryType.DIRECTORY;
    return holds && !header.path.isRoot() && header.stored <= MAX_SAMPLE && headers.isNew();
  }

  /** Reads to the end of the stream. */
  public Summary readAll() throws IOException {
    MessageDigest sha256 = visitors.length == 0 ? null : Digest.newSha256();
    long entries = 0;
    long bytes = 0;
    long skipped = 0;
    while (headers.read()) {
      header.check(maxPath, tooLong);
      EntryType is = rules.accept(header);
      if (leavesOutDevices && is.isDevice()) {
        input.drop();
        skipped++;
        continue;
      }
      if (samples) {
        input.mute(!isSample(is));
      }
      Entry entry = visitors.length == 0 ? null : header.entry(input.outputOffset());
      passHeaders();
      content.begin();
      if (entry == null) {
        content.skip();
      } else {
        visit(entry, sha256);
      }
      entries++;
      bytes += header.size;
    }
    input.drop();
    long size = input.outputOffset();
    requireEnd();
    return new Summary(entries, size, bytes, skipped);
  }

  private void passHeaders() throws IOException {
    if (rewrites && header.needsRewriting) {
      int from = input.heldStart();
      byte[] rewritten;
      try {
        rewritten =
            HeaderRewrite.rewrite(
                input.buffer(), from, from + input.heldLength(), header.sparseMapFollows);
      } catch (ArchiveException e) {
        throw header.named(e);
      }
      input.replace(rewritten);
    } else {
      input.pass();
    }
  }

  private void visit(Entry entry, MessageDigest sha256) throws IOException {
    for (EntryVisitor visitor : visitors) {
      visitor.begin(entry);
    }
    for (int n; (n = content.next()) > 0; ) {
      sha256.update(content.array(), content.start(), n);
      for (EntryVisitor visitor : visitors) {
        visitor.content(content.array(), content.start(), n);
      }
    }
    Entry complete =
        entry.type() == EntryType.FILE ? entry.withSha256(Digest.sha256(sha256.digest())) : entry;
    for (EntryVisitor visitor : visitors) {
      visitor.end(complete);
    }
  }

  private void leaveOutRest() throws IOException {
    long bytes = 0;
    for (int n; (n = input.piece(Integer.MAX_VALUE)) > 0; bytes += n) {
      input.advance(n);
      input.drop();
    }
    extras.accept("bytes behind the end of the tar stream", bytes);
  }

  /** Only zeros may follow the end-of-archive: the padding of the last record. */
  private void requireEnd() throws IOException {
    for (int n; (n = input.piece(Integer.MAX_VALUE)) > 0; ) {
      byte[] b = input.buffer();
      for (int i = input.position(); i < input.position() + n; i++) {
        if (b[i] != 0 && extras != null) {
          input.advance(i - input.position());
          leaveOutRest();
          return;
        }
        if (b[i] != 0) {
          throw new ArchiveException(
              "data behind the end-of-archive, at byte "
                  + (input.offset() + i - input.position())
                  + " of the tar stream");
        }
      }
      input.advance(n);
      input.drop();
    }
  }
}
