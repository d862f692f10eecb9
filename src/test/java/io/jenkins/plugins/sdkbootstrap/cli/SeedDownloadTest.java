package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Seeds from a real server on this machine, whose certificate the command is told to trust. */
@Category(Mounts.class)
public class SeedDownloadTest {

  private static final String PASSWORD = "changeit";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final AtomicInteger requests = new AtomicInteger();
  private TinySdk sdk;
  private HttpsServer server;
  private String digest;

  @Before
  public void serveTheSeed() throws Exception {
    TinySdk.assumeChroot(folder.getRoot().toPath());
    sdk = TinySdk.create(folder.getRoot().toPath());
    digest = TinySdk.run("sha256sum", sdk.path("seed.tar").toString()).substring(0, 64);
    TinySdk.run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        keystore().toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore())) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/seed.tar", this::answer);
    server.start();
  }

  @After
  public void stopServer() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      exchange.sendResponseHeaders(200, Files.size(sdk.path("seed.tar")));
      Files.copy(sdk.path("seed.tar"), exchange.getResponseBody());
    }
  }

  @Test
  public void fetchesASeedOnceAndKeepsItByItsDigest() throws Exception {
    Outcome first = command("stage1", "/seed.tar#sha256=" + digest).requireDone();
    assertTrue(first.toString(), first.out().contains("building stage 1"));
    assertTrue(Files.exists(sdk.path("store/tiny-sdk/.seeds/sha256-" + digest)));
    command("stage1", "/seed.tar#sha256=" + digest).requireDone();
    assertEquals(1, requests.get());
  }

  @Test
  public void plansWithoutFetchingTheSeed() throws Exception {
    command("plan", "/seed.tar#sha256=" + digest).requireDone();
    assertEquals(0, requests.get());
    assertFalse(Files.exists(sdk.path("store")));
  }

  @Test
  public void keepsNothingOfASeedWithAnotherDigest() throws Exception {
    Outcome outcome = command("stage1", "/seed.tar#sha256=" + "0".repeat(64));
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(
        outcome.toString(),
        outcome.err().contains("has sha256:" + digest + ", not the expected sha256:000"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.seeds"));
  }

  @Test
  public void saysWhatTheServerAnswers() throws Exception {
    Outcome outcome = command("stage1", "/nothing.tar#sha256=" + digest);
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains("nothing.tar: the server answers 404"));
  }

  /** Runs the command in a JVM that trusts the server. */
  private Outcome command(String what, String seed) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + keystore(),
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                what,
                "--seed-tarball",
                "https://localhost:" + server.getAddress().getPort() + seed));
    words.addAll(sdk.options());
    Process process =
        new ProcessBuilder(words)
            .redirectOutput(sdk.path("out").toFile())
            .redirectError(sdk.path("err").toFile())
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Outcome(
        status,
        Files.readString(sdk.path("out"), StandardCharsets.UTF_8),
        Files.readString(sdk.path("err"), StandardCharsets.UTF_8));
  }

  private Path keystore() {
    return sdk.path("server.p12");
  }
}
