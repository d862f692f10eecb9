package io.jenkins.plugins.sdkbootstrap.http;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.archive.ArchivedTree;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BlockSource;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.StreamSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Archives that lie on servers, and such as come as streams. */
public class SourcesTest {

  private static final long MIB = 1 << 20;
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean ranges = true;
  private volatile String tag = "\"1\"";
  private volatile byte[] served;
  private HttpServer server;

  @Before
  public void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          if (failures.getAndDecrement() > 0) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
          }
          String range = exchange.getRequestHeaders().getFirst("Range");
          byte[] body = served;
          int status = 200;
          if (ranges && range != null) {
            String[] ends = range.substring("bytes=".length()).split("-");
            int from = Integer.parseInt(ends[0]);
            int to = Math.min(Integer.parseInt(ends[1]), served.length - 1);
            body = Arrays.copyOfRange(served, from, to + 1);
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + to + "/" + served.length);
            status = 206;
          }
          exchange.getResponseHeaders().set("ETag", tag);
          exchange.sendResponseHeaders(status, body.length);
          sent.addAndGet(body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @After
  public void stop() {
    server.stop(0);
  }

  private HttpSource source() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/x?secret=1");
    return new HttpSource("x.tar.zst", Http.OF_JVM, () -> address, served.length);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** Reads pieces in no order, also such as go beyond the end. */
  private void readsEverywhere(ByteSource source) throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      int from = random.nextInt(served.length + 10);
      int length = random.nextInt(i % 10 == 0 ? 200_000 : 3000);
      ByteBuffer into = ByteBuffer.allocate(length);
      int n = source.read(from, into);
      int expected = Math.max(0, Math.min(length, served.length - from));
      assertEquals(expected, n);
      assertEquals(n, into.position());
      assertArrayEquals(
          Arrays.copyOfRange(
              served,
              Math.min(from, served.length),
              from + n > served.length ? served.length : Math.min(from, served.length) + n),
          Arrays.copyOf(into.array(), n));
    }
  }

  @Test
  public void everySourceReadsTheSame() throws IOException {
    served = random(500_000);
    Path file = temporary.newFile().toPath();
    Files.write(file, served);
    readsEverywhere(source());
    readsEverywhere(new BlockSource(source()));
    readsEverywhere(new StreamSource(() -> new ByteArrayInputStream(served), served.length));
    try (ByteSource local = ByteSource.of(file)) {
      readsEverywhere(new BlockSource(local));
    }
  }

  @Test
  public void aSmallFileOfALargeArchiveTravelsAlone() throws Exception {
    String script =
        "for f in a b d; do dd if=/dev/urandom of=$f bs=1M count=16 status=none; done; echo hi > c";
    ArchivedTree tree = ArchivedTree.make(temporary.getRoot().toPath(), "l.tar.zst", script);
    served = Files.readAllBytes(tree.archive);
    ArchiveIndex index = ArchiveIndex.load(tree.files().index());
    try (ArchiveFile archive = ArchiveFile.open("l.tar.zst", new BlockSource(source()), index);
        InputStream in = archive.read(path("c"))) {
      assertEquals("hi\n", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
    assertTrue(sent + " bytes", sent.get() < 9 * MIB);
    assertTrue(requests + " requests", requests.get() <= 5);
  }

  @Test
  public void aServerThatFailsOnceIsAskedAgain() throws IOException {
    served = random(100);
    failures.set(2);
    ByteBuffer into = ByteBuffer.allocate(100);
    assertEquals(100, source().read(0, into));
    assertArrayEquals(served, into.array());
    failures.set(3);
    into.clear();
    ArchiveException e = assertThrows(ArchiveException.class, () -> source().read(0, into));
    assertEquals("cannot fetch x.tar.zst: the server answers 503", e.getMessage());
  }

  @Test
  public void aServerWithoutRangesIsToldApart() {
    served = random(100);
    ranges = false;
    ArchiveException e =
        assertThrows(
            HttpSource.NoRangesException.class, () -> source().read(10, ByteBuffer.allocate(10)));
    assertEquals("x.tar.zst: its server does not support ranges: status 200", e.getMessage());
  }

  @Test
  public void aFileThatIsReplacedMeanwhileIsNotMixed() throws IOException {
    served = random(100);
    HttpSource source = source();
    source.read(0, ByteBuffer.allocate(10));
    tag = "\"2\"";
    ArchiveException e =
        assertThrows(ArchiveException.class, () -> source.read(0, ByteBuffer.allocate(10)));
    assertEquals("x.tar.zst became another file while it was read", e.getMessage());
  }

  @Test
  public void aFileOfAnArchiveIsReadAtAnyPlace() throws Exception {
    String script =
        """
        seq 900000 > numbers; truncate -s 3M sparse
        printf data | dd of=sparse bs=1 seek=1500000 conv=notrunc 2>/dev/null; ln numbers again
        """;
    for (String name : List.of("x.tar.zst", "x.tar", "x.tar.gz")) {
      ArchivedTree tree = ArchivedTree.make(temporary.newFolder().toPath(), name, script);
      for (String file : List.of("numbers", "sparse", "again")) {
        served = Files.readAllBytes(tree.root.resolve(file));
        try (ArchiveFile archive = ArchiveFile.open(tree.archive);
            ByteSource source = new BlockSource(archive.source(path(file)))) {
          assertEquals(served.length, source.size());
          readsEverywhere(source);
        }
      }
    }
  }
}
