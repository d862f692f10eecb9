package io.jenkins.plugins.sdkbootstrap.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that can be read at any position: a local file, or a remote one by ranges. */
public interface ByteSource extends Closeable {

  long size() throws IOException;

  /** Whether its end can be read only when all before it has come. */
  default boolean isStream() {
    return false;
  }

  /**
   * Fills the buffer's remaining space from this position on, up to the end of the source.
   *
   * @return how many bytes were read, 0 at or beyond the end
   */
  int read(long position, ByteBuffer into) throws IOException;

  static ByteSource of(Path file) throws IOException {
    return of(FileChannel.open(file, StandardOpenOption.READ), file.toString());
  }

  /** Reads an open file, and closes it with this; the name is for messages. */
  static ByteSource of(FileChannel channel, String name) {
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public int read(long position, ByteBuffer into) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
          int n = readOnce(position + total, into);
          if (n < 0) {
            break;
          }
          total += n;
        }
        return total;
      }

      private int readOnce(long at, ByteBuffer into) throws IOException {
        try {
          return channel.read(into, at);
        } catch (ClosedChannelException e) {
          throw e; // by an interrupt
        } catch (IOException e) {
          throw new MachineException("cannot read " + name + ": " + e.getMessage(), e);
        }
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
