package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes a tar stream of plain files and their parent directories. The size of a file need not be
 * known before it is written. All files belong to root.
 */
public final class PlainTar {

  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r', 0, '0', '0'};

  private final FileChannel channel;
  private final Set<RootPath> directories = new HashSet<>();
  private RootPath path;
  private long mtime;
  private long header;

  /** An empty one. */
  public PlainTar(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins a file.
   *
   * @param file not the root
   * @param mtimeSeconds since 1970 UTC
   * @return the stream for its content; closing it ends the file
   */
  public OutputStream file(RootPath file, long mtimeSeconds) throws IOException {
    directory(file.parent());
    path = file;
    mtime = Math.max(0, mtimeSeconds);
    header = channel.position();
    write(header(path, '0', 0644, 0, mtime));
    return new Content(channel.position());
  }

  /** Ends the stream and rewinds it. */
  public void end() throws IOException {
    write(new byte[2 * TarBlock.SIZE]);
    channel.position(0);
  }

  private void directory(RootPath directory) throws IOException {
    if (directories.add(directory)) {
      if (!directory.isRoot()) {
        directory(directory.parent());
      }
      write(header(directory, '5', 0755, 0, 0));
    }
  }

  private void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static byte[] header(RootPath path, char type, int mode, long size, long mtime) {
    byte[] name = path.isRoot() ? new byte[] {'.'} : path.bytes();
    if (type == '5') { // as tar does
      name = Arrays.copyOf(name, name.length + 1);
      name[name.length - 1] = '/';
    }
    if (name.length <= TarBlock.NAME_LENGTH) {
      return block(name, type, mode, size, mtime);
    }
    byte[] record = PaxCursor.record("path", name);
    byte[] extended = block(new byte[] {'x'}, 'x', 0644, record.length, 0);
    int body = (int) TarBlock.padded(record.length);
    byte[] all = Arrays.copyOf(extended, TarBlock.SIZE + body + TarBlock.SIZE);
    System.arraycopy(record, 0, all, TarBlock.SIZE, record.length);
    byte[] cut = Arrays.copyOf(name, TarBlock.NAME_LENGTH);
    System.arraycopy(
        block(cut, type, mode, size, mtime), 0, all, TarBlock.SIZE + body, TarBlock.SIZE);
    return all;
  }

  private static byte[] block(byte[] name, char type, int mode, long size, long mtime) {
    byte[] block = new byte[TarBlock.SIZE];
    System.arraycopy(name, 0, block, TarBlock.NAME, name.length);
    TarBlock.octal(block, TarBlock.MODE, 8, mode);
    TarBlock.octal(block, TarBlock.UID, 8, 0);
    TarBlock.octal(block, TarBlock.GID, 8, 0);
    TarBlock.octal(block, TarBlock.LENGTH, 12, size);
    TarBlock.octal(block, TarBlock.MTIME, 12, mtime);
    block[TarBlock.TYPE] = (byte) type;
    System.arraycopy(MAGIC, 0, block, TarBlock.MAGIC, MAGIC.length);
    TarBlock.seal(block, 0);
    return block;
  }

  private final class Content extends OutputStream {
    private final long begin;
    private boolean closed;

    Content(long begin) {
      this.begin = begin;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      PlainTar.this.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      long size = channel.position() - begin;
      PlainTar.this.write(new byte[(int) (TarBlock.padded(size) - size)]);
      long end = channel.position();
      channel.position(header);
      PlainTar.this.write(header(path, '0', 0644, size, mtime));
      channel.position(end);
    }
  }
}
