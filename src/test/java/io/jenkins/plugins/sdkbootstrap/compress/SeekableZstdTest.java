package io.jenkins.plugins.sdkbootstrap.compress;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.github.luben.zstd.Zstd;
import io.jenkins.plugins.sdkbootstrap.archive.Shell;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SeekableZstdTest {

  private static final int FRAMES = 3;
  private static final int LENGTH = (FRAMES - 1) * FrameCompressor.FRAME + 12345;

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  private Path file;
  private byte[] content;

  @Before
  public void compress() throws IOException {
    file = folder.getRoot().toPath().resolve("file.zst");
    content = new byte[LENGTH];
    Random random = new Random(1);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (random.nextInt(8) * 31);
    }
    try (StagedFile staged = StagedFile.create(file)) {
      ArchiveOutput out = new ArchiveOutput(staged.channel(), file);
      try (FrameCompressor compressor = new FrameCompressor(out, 3)) {
        compressor.write(content, 0, 1000);
        compressor.write(content, 1000, content.length - 1000);
        compressor.finish();
      }
      staged.commit();
    }
  }

  private byte[] readAll() throws IOException {
    try (ByteSource source = ByteSource.of(file);
        ArchiveInput in = ArchiveInput.open(source, Progress.NONE)) {
      return in.readAllBytes();
    }
  }

  private byte[] readAt(long position, int length) throws IOException {
    try (ByteSource source = ByteSource.of(file);
        InputStream in = ArchiveInput.openAt(source, position)) {
      return in.readNBytes(length);
    }
  }

  private void damage(int fromEnd, int... bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      all[all.length - fromEnd + i] = (byte) bytes[i];
    }
    Files.write(file, all);
  }

  private void assertRefused(String message) {
    assertEquals(message, assertThrows(ArchiveException.class, () -> readAt(0, 1)).getMessage());
    assertEquals(message, assertThrows(ArchiveException.class, this::readAll).getMessage());
  }

  @Test
  public void isReadByTheZstdCommand() throws Exception {
    Shell.run(folder.getRoot().toPath(), "zstd -qt file.zst; zstd -qdc file.zst >plain");
    assertArrayEquals(content, Files.readAllBytes(folder.getRoot().toPath().resolve("plain")));
  }

  @Test
  public void hasATableOfItsFramesWithTheirChecksums() throws IOException {
    try (ByteSource source = ByteSource.of(file)) {
      SeekTable table = SeekTable.read(source);
      assertNotNull(table);
      assertEquals(FRAMES, table.count());
      assertTrue(table.hasChecksums());
      assertEquals(LENGTH, table.start(FRAMES));
      assertEquals(12345, table.length(FRAMES - 1));
      assertEquals(Files.size(file), table.compressedStart(FRAMES) + 8 + 12 * FRAMES + 9);
    }
  }

  @Test
  public void readsAllFramesInOrder() throws IOException {
    assertArrayEquals(content, readAll());
  }

  @Test
  public void readsFromAnyPlace() throws IOException {
    int frame = FrameCompressor.FRAME;
    for (int position : new int[] {0, 1, frame - 1, frame, frame + 1, LENGTH - 1}) {
      assertArrayEquals(
          Arrays.copyOfRange(content, position, Math.min(LENGTH, position + 5000)),
          readAt(position, 5000));
    }
    assertEquals(0, readAt(LENGTH, 1).length);
  }

  @Test
  public void readsOnlyTheFramesConcerned() throws IOException {
    long[] read = {0};
    try (ByteSource real = ByteSource.of(file);
        ByteSource counting =
            new ByteSource() {
              @Override
              public long size() throws IOException {
                return real.size();
              }

              @Override
              public int read(long position, ByteBuffer into) throws IOException {
                int n = real.read(position, into);
                read[0] += n;
                return n;
              }

              @Override
              public void close() {}
            };
        InputStream in = ArchiveInput.openAt(counting, LENGTH - 10)) {
      assertEquals(10, in.readAllBytes().length);
    }
    assertTrue("read " + read[0], read[0] < 20_000);
  }

  @Test
  public void refusesToBeginBehindTheEnd() {
    ArchiveException e = assertThrows(ArchiveException.class, () -> readAt(LENGTH + 1, 1));
    assertEquals("the tar stream ends before byte " + (LENGTH + 1), e.getMessage());
  }

  @Test
  public void readsOtherZstdFilesAsAStream() throws Exception {
    Path plain = folder.getRoot().toPath().resolve("plain");
    Files.write(plain, content);
    for (String make :
        new String[] {
          "zstd -qc plain",
          "zstd -qc --no-check --no-content-size <plain",
          "head -c 5000000 plain | zstd -qc; tail -c +5000001 plain | zstd -qc",
          "printf '\\120\\052\\115\\030\\003\\000\\000\\000abc'; zstd -qc plain",
        }) {
      Shell.run(folder.getRoot().toPath(), "(" + make + ") >file.zst");
      assertArrayEquals(make, content, readAll());
      assertArrayEquals(
          make, Arrays.copyOfRange(content, 6_000_000, 6_000_100), readAt(6_000_000, 100));
    }
  }

  @Test
  public void readsATableWithoutChecksumsAndWithEmptyFrames() throws IOException {
    byte[] first = Zstd.compress(Arrays.copyOf(content, 1000));
    byte[] empty = Zstd.compress(new byte[0]);
    byte[] second = Zstd.compress(Arrays.copyOfRange(content, 1000, 3000));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(empty);
    out.writeBytes(second);
    ByteBuffer table = ByteBuffer.allocate(8 + 3 * 8 + 9).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(0x184D2A5E).putInt(3 * 8 + 9);
    table.putInt(first.length).putInt(1000).putInt(empty.length).putInt(0);
    table.putInt(second.length).putInt(2000).putInt(3).put((byte) 0).putInt(0x8F92EAB1);
    out.writeBytes(table.array());
    Files.write(file, out.toByteArray());
    assertArrayEquals(Arrays.copyOf(content, 3000), readAll());
    assertArrayEquals(Arrays.copyOfRange(content, 1000, 1010), readAt(1000, 10));
    assertArrayEquals(Arrays.copyOfRange(content, 2999, 3000), readAt(2999, 10));
  }

  @Test
  public void takesAFileWithoutTheTableForAStream() throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - (8 + 12 * FRAMES + 9)));
    try (ByteSource source = ByteSource.of(file)) {
      assertNull(SeekTable.read(source));
    }
    assertArrayEquals(content, readAll());
  }

  @Test
  public void refusesATableOfMoreFramesThanTheFileHolds() throws IOException {
    damage(9, 0, 0, 8, 0);
    assertRefused(
        "the seek table of the Zstandard file is wrong:"
            + " it says 524288 frames and would be longer than the file");
  }

  @Test
  public void refusesATableOfMoreFramesThanAnyoneNeeds() throws IOException {
    damage(9, 255, 255, 255, 255);
    assertRefused(
        "the seek table of the Zstandard file is wrong:"
            + " it has 4294967295 frames; at most 1000000 are read");
  }

  @Test
  public void refusesATableThatDoesNotBeginWhereItSays() throws IOException {
    damage(9, FRAMES - 1);
    assertRefused(
        "the seek table of the Zstandard file is wrong:"
            + " it does not begin where its number of frames says");
  }

  @Test
  public void refusesUnknownFeatures() throws IOException {
    damage(5, 0xc0);
    assertRefused(
        "the seek table of the Zstandard file is wrong: it uses features that do not exist");
  }

  @Test
  public void refusesFramesThatDoNotAddUp() throws IOException {
    damage(9 + 12 * FRAMES, 1, 0, 0, 0);
    assertTrue(
        assertThrows(ArchiveException.class, this::readAll)
            .getMessage()
            .startsWith("the seek table of the Zstandard file is wrong: its frames have "));
  }

  @Test
  public void refusesAFrameOfAnotherLength() throws IOException {
    int length = FrameCompressor.FRAME + 1;
    damage(9 + 12 * FRAMES - 4, length, length >> 8, length >> 16, length >> 24);
    assertRefused(
        "the seek table of the Zstandard file is wrong: frame 0 has 4194304 bytes, not 4194305");
  }

  @Test
  public void refusesAFrameOfAnotherChecksum() throws IOException {
    damage(9 + 12 * FRAMES - 8, 1, 2, 3, 4);
    assertRefused(
        "the seek table of the Zstandard file is wrong: the checksum of frame 0 is another one");
  }

  @Test
  public void doesNotReserveWhatAWrongTablePromises() throws IOException {
    damage(9 + 12 * FRAMES - 4, 255, 255, 255, 127);
    assertEquals(
        "frame 0 of the Zstandard file has more than 67108864 bytes; unpack the archive instead",
        assertThrows(ArchiveException.class, () -> readAt(0, 1)).getMessage());
    assertArrayEquals("as a stream it is whole", content, readAll());
  }

  @Test
  public void refusesADamagedFrame() throws IOException {
    byte[] all = Files.readAllBytes(file);
    all[100_000] ^= 1;
    Files.write(file, all);
    String message = assertThrows(ArchiveException.class, this::readAll).getMessage();
    assertTrue(
        message,
        message.startsWith(
            "frame 0 of the Zstandard file, at byte 0, is damaged or not where the seek table"
                + " says: "));
  }
}
