package io.jenkins.plugins.sdkbootstrap.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.junit.Test;

public class MaskingTest {

  /** Masks a word line by line, and closes nothing, as a decorator of a console may. */
  private static final class Stars extends TaskListenerDecorator {

    private static final long serialVersionUID = 1L;

    private int longest;

    @Override
    public OutputStream decorate(OutputStream log) {
      return new OutputStream() {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
          line.write(b);
          longest = Math.max(longest, line.size());
          if (b == '\n') {
            pass();
          }
        }

        private void pass() throws IOException {
          String text = line.toString(StandardCharsets.UTF_8);
          log.write(text.replace("sesame", "****").getBytes(StandardCharsets.UTF_8));
          line.reset();
        }

        @Override
        public void close() throws IOException {
          pass();
        }
      };
    }
  }

  private static final class File extends ByteArrayOutputStream {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  public void masksWhateverPiecesALineComesIn() throws Exception {
    File file = new File();
    try (OutputStream out = new Masking(new Stars()).around(file)) {
      out.write("open ses".getBytes(StandardCharsets.UTF_8));
      out.write("ame\n\nlast sesame".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals("open ****\n\nlast ****", file.toString(StandardCharsets.UTF_8));
    assertTrue(file.closed);
  }

  @Test
  public void holdsNoLineOfAnyLengthInMemory() throws Exception {
    File file = new File();
    Stars stars = new Stars();
    byte[] piece = new byte[700_000];
    Arrays.fill(piece, (byte) 'x');
    try (OutputStream out = new Masking(stars).around(file)) {
      for (int i = 0; i < 5; i++) {
        out.write(piece);
      }
      out.write("sesame\nnext sesame\n".getBytes(StandardCharsets.UTF_8));
    }
    assertTrue(stars.longest + " bytes", stars.longest < 1_100_000);
    String text = file.toString(StandardCharsets.UTF_8);
    assertTrue(text.endsWith("x [the rest of this line is left out]\nnext ****\n"));
  }
}
