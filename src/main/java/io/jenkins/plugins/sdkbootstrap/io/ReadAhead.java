package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads ahead from another stream in a separate thread: for slow decompressors. */
public final class ReadAhead extends BulkInput {

  private static final int PIECE = 256 * 1024;
  private static final int PIECES = 8;

  private static final class Slot {
    final byte[] bytes = new byte[PIECE];
    int length;
  }

  private final InputStream in;
  private final InOrder<Slot> slots;
  private Slot current;
  private int position;
  private boolean atEnd;

  /** Reads ahead from this stream, and closes it with this. */
  public ReadAhead(InputStream in, String name) {
    this.in = in;
    List<Slot> all = new ArrayList<>();
    for (int i = 0; i < PIECES; i++) {
      all.add(new Slot());
    }
    slots = new InOrder<>(name, all, List.of());
    Daemon.start(name, this::readAll);
  }

  private void readAll() {
    try (in) {
      for (int n = 0; n >= 0; ) {
        Slot slot = slots.free();
        slot.length = 0;
        while (slot.length < PIECE
            && (n = in.read(slot.bytes, slot.length, PIECE - slot.length)) >= 0) {
          slot.length += n;
        }
        slots.ready(slot);
      }
      slots.end();
    } catch (IOException | RuntimeException | Error e) {
      slots.fail(e);
    }
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    while (current == null || position == current.length) {
      if (current != null) {
        slots.recycle(current);
        current = null;
      }
      current = atEnd ? null : slots.next();
      if (current == null) {
        atEnd = true;
        return -1;
      }
      position = 0;
    }
    int n = Math.min(most, current.length - position);
    System.arraycopy(current.bytes, position, into, offset, n);
    position += n;
    return n;
  }

  /** Ends the reading thread, which closes the stream that it reads from. */
  @Override
  public void close() {
    slots.close();
  }
}
