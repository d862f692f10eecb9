package io.jenkins.plugins.sdkbootstrap.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.io.ProgressEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

/** What an agent sends of its progress, and what is taken of it. */
public class SentProgressTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_000);

  private final AtomicLong nanoTime = new AtomicLong(-5);

  private static List<ProgressEvent> received(byte[] sent) throws IOException {
    List<ProgressEvent> events = new ArrayList<>();
    try (OutputStream receiver =
        SentProgress.receiver(events::add, Clock.fixed(NOW, ZoneOffset.UTC))) {
      receiver.write(sent);
    }
    return events;
  }

  private static List<ProgressEvent> received(String sent) throws IOException {
    return received(sent.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  public void sendsEachBeginAndOneEventASecondMeanwhile() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (SentProgress progress = new SentProgress(sent, nanoTime::get)) {
      progress.advanced(1);
      progress.started("fetch sdk/stage1-amd64-1.tar.zst", 3000);
      for (int i = 0; i < 3000; i++) {
        nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        progress.advanced(1);
      }
      progress.finished();
      progress.note("a line");
      progress.started("archive", -1);
    }
    assertEquals(
        "0 3000 fetch\n1000 3000 fetch\n2000 3000 fetch\n3000 3000 fetch\n0 -1 archive\n",
        sent.toString(StandardCharsets.UTF_8));
    List<ProgressEvent> events = received(sent.toByteArray());
    assertEquals(5, events.size());
    assertEquals("fetch", events.get(1).action());
    assertEquals((Integer) 33, events.get(1).percent());
    assertEquals(NOW, events.get(1).time());
    assertEquals((Integer) 100, events.get(3).percent());
    assertNull(events.get(4).percent());
  }

  @Test
  public void goesOnWhereNobodyListens() {
    AtomicInteger writes = new AtomicInteger();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes.incrementAndGet();
            throw new IOException("the channel is closed");
          }

          @Override
          public void close() {
            throw new IllegalStateException("the channel is closed");
          }
        };
    try (SentProgress progress = new SentProgress(broken, nanoTime::get)) {
      progress.started("unpack", 10);
      nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(5));
      progress.advanced(1);
      progress.started("archive", 10);
    }
    assertEquals("once it fails, no more is sent", 1, writes.get());
    try (SentProgress nowhere = new SentProgress(null, nanoTime::get)) {
      nowhere.started("unpack", 10);
    }
    new SentProgress(broken, nanoTime::get).close();
  }

  @Test
  public void leavesAnInterruptToTheWork() {
    OutputStream interrupted =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new InterruptedIOException();
          }
        };
    try (SentProgress progress = new SentProgress(interrupted, nanoTime::get)) {
      progress.started("unpack", 10);
    }
    assertTrue(Thread.interrupted());
  }

  @Test
  public void dropsWhatIsNoEvent() throws Exception {
    for (String line :
        List.of(
            "",
            "fetch",
            "1 2",
            "1 2 ",
            "-1 2 fetch",
            "1 -2 fetch",
            "1 2 <script>",
            "1 2 fetch it",
            "1 2 FETCH",
            "1.5 2 fetch",
            "1 2 fetch\r",
            "1 2 \u00e9t\u00e9",
            "99999999999999999999 2 fetch",
            "1 2 " + "x".repeat(21),
            "1 2 fetch" + " ".repeat(1_000_000))) {
      assertEquals(line, List.of(), received(line + "\n"));
    }
    assertEquals("no end of the line", List.of(), received("1 2 fetch"));
    List<ProgressEvent> events =
        received("x".repeat(100_000) + "\n9999999999999999 1 fetch\n0 0 unpack\n");
    assertEquals("what follows is taken", 2, events.size());
    assertEquals((Integer) 100, events.get(0).percent());
    assertNull(events.get(1).percent());
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
