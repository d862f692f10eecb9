package io.jenkins.plugins.sdkbootstrap.io;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A file is read while it arrives, and whoever waits for bytes that do not come is told why. */
public class ArrivingFileTest {

  private static final int SIZE = 3_000_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private ArrivingFile arriving(InputStream from) throws IOException {
    return new ArrivingFile(path(), from, SIZE, "the seed", Progress.NONE);
  }

  private Path path() {
    return folder.getRoot().toPath().resolve("file");
  }

  private static byte[] content() {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    return content;
  }

  @Test(timeout = 60_000)
  public void readsWhatHasComeAndWaitsForTheRest() throws Exception {
    byte[] content = content();
    try (PipedOutputStream out = new PipedOutputStream();
        ArrivingFile file = arriving(new PipedInputStream(out))) {
      out.write(content, 0, 1000);
      out.flush();
      assertEquals(SIZE, file.size());
      ByteBuffer first = ByteBuffer.allocate(1000);
      assertEquals(1000, file.read(0, first));
      Thread rest =
          new Thread(
              () -> {
                try {
                  out.write(content, 1000, SIZE - 1000);
                  out.close();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      rest.start();
      ByteBuffer last = ByteBuffer.allocate(2000);
      assertEquals(1000, file.read(SIZE - 1000, last));
      file.await();
      rest.join();
    }
    assertArrayEquals(content, Files.readAllBytes(path()));
  }

  @Test(timeout = 60_000)
  public void tellsThatThereIsLessOrMoreThanThereShouldBe() throws Exception {
    try (ArrivingFile file = arriving(new ByteArrayInputStream(new byte[10]))) {
      IOException e = assertThrows(IOException.class, () -> file.read(5, ByteBuffer.allocate(100)));
      assertEquals("the seed ended after 10 bytes, it should have 3000000", e.getMessage());
      assertEquals(5, file.read(5, ByteBuffer.allocate(5)));
    }
    Files.delete(path());
    try (ArrivingFile file = arriving(new ByteArrayInputStream(new byte[SIZE + 1]))) {
      assertThrows(IOException.class, file::await);
    }
  }

  @Test(timeout = 60_000)
  public void tellsWhyNothingMoreCame() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the cable");
          }
        };
    try (ArrivingFile file = arriving(broken)) {
      IOException e = assertThrows(IOException.class, file::await);
      assertEquals("the cable", e.getMessage());
    }
  }

  @Test(timeout = 60_000)
  public void stopsReadingWhenItIsClosedAndWaitingWhenItIsInterrupted() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    InputStream endless =
        new BulkInput() {
          @Override
          public int readSome(byte[] into, int offset, int most) throws IOException {
            try {
              Thread.sleep(60_000);
              return most;
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    try (ArrivingFile file = arriving(endless)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, file::await);
      assertTrue(Thread.interrupted());
      assertFalse(closed.await(10, TimeUnit.MILLISECONDS));
    }
    assertTrue(closed.await(30, TimeUnit.SECONDS));
  }
}
