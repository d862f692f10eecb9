package io.jenkins.plugins.sdkbootstrap.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Daemon;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Fetching through real proxies, and how the environment names them. */
public class HttpTest {

  private HttpServer server;
  private int port;

  @Before
  public void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              (exchange.getRequestHeaders().containsKey("Proxy-Authorization") ? "leaked" : "hello")
                  .getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(task -> Daemon.start("server", task));
    server.start();
    port = server.getAddress().getPort();
  }

  @After
  public void stop() {
    server.stop(0);
  }

  private static URI uri(String text) {
    return URI.create(text);
  }

  private String fetch(Http http, String host) throws IOException {
    try (Http.Answer answer = http.get("f", uri("http://" + host + ":" + port + "/f?x=1"), null)) {
      return new String(answer.requireOk().body().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static Http through(ProxyServer proxy, String login, String direct) throws IOException {
    return Http.ofEnvironment(
        Map.of("http_proxy", "http://" + login + "127.0.0.1:" + proxy.port(), "NO_PROXY", direct));
  }

  @Test
  public void aHostThatOnlyTheProxyKnowsIsReachedThroughIt() throws IOException {
    try (ProxyServer proxy = new ProxyServer(null)) {
      assertEquals("hello", fetch(through(proxy, "", ""), "artifacts.invalid"));
      assertEquals(
          List.of("GET http://artifacts.invalid:" + port + "/f?x=1 HTTP/1.1"), proxy.requests());
    }
  }

  @Test
  public void saysInOneLineWhyAServerDoesNotSendAFile() {
    answer("/loop", 302, "http://[bad");
    answer("/nowhere", 302, null);
    answer("/broken", 500, null);
    answer("/none", 404, null);
    String begin = "cannot fetch f: ";
    assertTrue(
        failure("/loop").startsWith(begin + "the server leads to an address that is none: "));
    assertEquals(begin + "Invalid redirection", failure("/nowhere"));
    assertEquals(begin + "the server answers 404", failure("/none"));
    assertEquals(begin + "the server answers 500", failure("/broken"));
    assertThrows(MachineException.class, () -> get("/broken"));
  }

  private void answer(String path, int status, String location) {
    server.createContext(
        path,
        exchange -> {
          if (location != null) {
            exchange.getResponseHeaders().add("Location", location);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  private String failure(String path) {
    return assertThrows(IOException.class, () -> get(path)).getMessage();
  }

  private void get(String path) throws IOException {
    URI from = uri("http://localhost:" + port + path);
    Http.ofEnvironment(Map.of()).get("f", from, null).requireOk().close();
  }

  @Test
  public void aProxyThatAsksForALoginGetsIt() throws IOException {
    // user:p@ss+w
    try (ProxyServer proxy = new ProxyServer("Basic dXNlcjpwQHNzK3c=")) {
      assertEquals("hello", fetch(through(proxy, "user:p%40ss+w@", ""), "artifacts.invalid"));
      IOException e =
          assertThrows(
              IOException.class, () -> fetch(through(proxy, "user:other@", ""), "other.invalid"));
      assertTrue(e.getMessage(), e.getMessage().startsWith("cannot fetch f: "));
      assertEquals(1, proxy.requests().size());
    }
  }

  @Test
  public void hostsOfNoProxyAreReachedDirectly() throws IOException {
    try (ProxyServer proxy = new ProxyServer(null)) {
      for (String direct : List.of("localhost", "other, LOCALHOST", "*", ".localhost other")) {
        assertEquals("hello", fetch(through(proxy, "", direct), "localhost"));
        assertEquals(direct, List.of(), proxy.requests());
      }
      assertEquals("hello", fetch(through(proxy, "", "host,ocalhost"), "localhost"));
      assertEquals(1, proxy.requests().size());
    }
  }

  @Test
  public void theEnvironmentNamesProxiesAsForOtherTools() throws IOException {
    Http of =
        Http.ofEnvironment(
            Map.of("ALL_PROXY", "all.example:1", "HTTPS_PROXY", "http://user@s.example"));
    assertEquals("all.example:1", of.http().toString());
    assertEquals(new Http.Server("s.example", 80, "user", ""), of.https());
    assertFalse(of.https().toString().contains("user"));
    assertFalse(Http.ofEnvironment(Map.of("no_proxy", "x", "https_proxy", "")).isSet());
    assertEquals("::1", Http.ofEnvironment(Map.of("http_proxy", "[::1]:3128")).http().host());
  }

  @Test
  public void aVariableThatNamesNoProxyIsAnErrorWhereItIsNeeded() throws IOException {
    for (String wrong : List.of("socks5://user:secret@h:1", "http://", "http://a b:secret@h")) {
      Http http = Http.ofEnvironment(Map.of("all_proxy", wrong, "no_proxy", "localhost"));
      assertEquals("hello", fetch(http, "localhost"));
      ArchiveException e =
          assertThrows(ArchiveException.class, () -> fetch(http, "artifacts.invalid"));
      assertEquals(
          "cannot fetch f: the variable all_proxy names no proxy; set it as http://HOST:PORT, or"
              + " unset it",
          e.getMessage());
    }
  }

  @Test
  public void sayWhyNoServerAnswers() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    IOException e =
        assertThrows(
            IOException.class,
            () -> Http.OF_JVM.get("f", uri("http://127.0.0.1:" + closed + "/?secret=1"), null));
    assertEquals("cannot fetch f: connection refused", e.getMessage());
    e =
        assertThrows(
            IOException.class, () -> Http.OF_JVM.get("f", uri("http://h.invalid/?s"), null));
    assertEquals("cannot fetch f: unknown host h.invalid", e.getMessage());
    Http proxied = Http.ofEnvironment(Map.of("all_proxy", "http://u:secret@127.0.0.1:" + closed));
    e = assertThrows(IOException.class, () -> proxied.get("f", uri("http://h.invalid/"), null));
    assertEquals(
        "cannot fetch f: connection refused (through the proxy 127.0.0.1:" + closed + ")",
        e.getMessage());
    e = assertThrows(IOException.class, () -> proxied.get("f", uri("https://h.invalid/"), null));
    assertTrue(e.getMessage(), e.getMessage().contains("127.0.0.1:" + closed));
  }

  @Test
  public void aServerThatStopsInTheMiddleIsNotWaitedForForever() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    server.createContext(
        "/half",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write(new byte[5]);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    URI half = uri("http://127.0.0.1:" + port + "/half");
    try (Http.Answer answer = Http.OF_JVM.get("f", half, null, Duration.ofSeconds(1))) {
      IOException e = assertThrows(IOException.class, () -> answer.body().readAllBytes());
      assertEquals("cannot fetch f: the server sent nothing for 1 s", e.getMessage());
    }
    // Who is told to end meanwhile does so at once.
    Thread reader = Thread.currentThread();
    try (Http.Answer answer = Http.OF_JVM.get("f", half, null)) {
      Daemon.start("interrupt", reader::interrupt);
      assertThrows(InterruptedIOException.class, () -> answer.body().readAllBytes());
      assertTrue(Thread.interrupted());
    } finally {
      over.countDown();
    }
  }
}
