package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Stores the content of one file for random access: in memory, or in a temporary file from 16 MiB
 * on. Can be reused for the next file after {@link #clear}.
 */
final class ContentSpool implements ByteSource {

  private static final int MEMORY_LIMIT = 16 << 20;

  private byte[] memory = new byte[1 << 16];
  private long size;
  private FileChannel file;

  void add(byte[] buffer, int offset, int length) throws IOException {
    if (file == null && size + length <= MEMORY_LIMIT) {
      int needed = (int) size + length;
      if (needed > memory.length) {
        int roomier = Math.max(needed, Math.min(MEMORY_LIMIT, 2 * memory.length));
        memory = Arrays.copyOf(memory, roomier);
      }
      System.arraycopy(buffer, offset, memory, (int) size, length);
    } else {
      if (file == null) {
        file = unnamedFile();
        write(ByteBuffer.wrap(memory, 0, (int) size));
      }
      write(ByteBuffer.wrap(buffer, offset, length));
    }
    size += length;
  }

  /** A deleted file that is still open: it disappears with the process, even if that is killed. */
  private static FileChannel unnamedFile() throws IOException {
    Path path = Files.createTempFile("elf", ".spool");
    try {
      return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(path);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Forgets the content and begins a new one. */
  void clear() throws IOException {
    size = 0;
    if (file != null) {
      file.close();
      file = null;
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    int n = (int) Math.max(0, Math.min(into.remaining(), size - position));
    if (n > 0 && file == null) {
      into.put(memory, (int) position, n);
    } else if (n > 0) {
      return ByteSource.of(file, "a temporary file").read(position, into);
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    clear();
    memory = new byte[0];
  }
}
