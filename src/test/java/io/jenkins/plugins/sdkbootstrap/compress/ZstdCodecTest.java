package io.jenkins.plugins.sdkbootstrap.compress;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Both libraries read what either writes. */
public class ZstdCodecTest {

  private static final List<ZstdCodec> CODECS = List.of(new NativeZstd(), new JavaZstd());

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    Random random = new Random(7);
    for (int i = 0; i < length; i++) {
      content[i] = (byte) "abcdefgh".charAt(random.nextInt(8));
    }
    return content;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  @Test
  public void framesOfEachAreReadByBoth() throws Exception {
    for (int length : new int[] {0, 1, 1000, 4 << 20}) {
      byte[] content = content(length);
      for (ZstdCodec from : CODECS) {
        ByteBuffer frame =
            ByteBuffer.allocateDirect(from.bound(length)).order(ByteOrder.LITTLE_ENDIAN);
        try (ZstdCodec.Frames frames = from.frames(0)) {
          frame.limit(frames.compress(direct(content), frame));
        }
        // The seek table takes its checksums from here.
        assertEquals(4, frame.get(4) & 4);
        for (ZstdCodec to : CODECS) {
          ByteBuffer back = ByteBuffer.allocateDirect(length);
          try (ZstdCodec.Frames frames = to.frames(0)) {
            assertEquals(length, frames.decompress(frame.duplicate(), back));
          }
          byte[] read = new byte[length];
          back.get(0, read);
          assertArrayEquals(content, read);
        }
      }
    }
  }

  @Test
  public void streamsOfEachAreReadByBoth() throws Exception {
    byte[] content = content(3_000_000);
    for (ZstdCodec from : CODECS) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (OutputStream out = from.output(compressed, 3)) {
        out.write(content);
      }
      for (ZstdCodec to : CODECS) {
        assertArrayEquals(
            content,
            to.input(new ByteArrayInputStream(compressed.toByteArray()), 23).readAllBytes());
      }
    }
  }

  @Test
  public void damageIsAnIoException() throws Exception {
    byte[] frame = Zstd.compress(content(100_000));
    for (ZstdCodec codec : CODECS) {
      for (int at : new int[] {0, 4, 8, 20, frame.length / 2, frame.length - 1}) {
        byte[] damaged = frame.clone();
        damaged[at] ^= 0x55;
        try (ZstdCodec.Frames frames = codec.frames(0)) {
          ByteBuffer into = ByteBuffer.allocateDirect(100_000);
          try {
            frames.decompress(direct(damaged), into);
          } catch (IOException e) {
            continue; // as it should be; a frame without a checksum may also just differ
          }
        }
      }
      assertThrows(
          IOException.class,
          () -> codec.input(new ByteArrayInputStream(new byte[100]), 23).readAllBytes());
    }
  }
}
