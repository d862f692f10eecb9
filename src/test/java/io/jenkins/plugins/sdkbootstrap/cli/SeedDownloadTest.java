package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.http.ProxyServer;
import java.nio.file.Files;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Seeds from a real server on this machine, whose certificate the command is told to trust. */
@Category(Mounts.class)
public class SeedDownloadTest {

  @Rule public final TinySdk sdk = new TinySdk();

  private SeedServer server;
  private String digest;

  @Before
  public void serveTheSeed() throws Exception {
    digest = TinySdk.run("sha256sum", sdk.path("seed.tar").toString()).substring(0, 64);
    server = new SeedServer(sdk, sdk.directory());
  }

  @After
  public void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  public void fetchesASeedOnceAndKeepsItByItsDigest() throws Exception {
    Outcome first = command("stage1", "seed.tar#sha256=" + digest).requireDone();
    assertTrue(first.toString(), first.out().contains("building stage 1"));
    assertTrue(Files.exists(sdk.path("store/tiny-sdk/.seeds/sha256-" + digest)));
    command("stage1", "seed.tar#sha256=" + digest).requireDone();
    assertEquals(1, server.requests("seed.tar"));
  }

  @Test
  public void plansWithoutFetchingTheSeed() throws Exception {
    command("plan", "seed.tar#sha256=" + digest).requireDone();
    assertEquals(0, server.requests("seed.tar"));
    assertFalse(Files.exists(sdk.path("store")));
  }

  @Test
  public void keepsNothingOfASeedWithAnotherDigest() throws Exception {
    Outcome outcome = command("stage1", "seed.tar#sha256=" + "0".repeat(64));
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(
        outcome.toString(),
        outcome.err().contains("has sha256:" + digest + ", not the expected sha256:000"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.seeds"));
  }

  @Test
  public void saysWhatTheServerAnswers() throws Exception {
    Outcome outcome = command("stage1", "nothing.tar#sha256=" + digest);
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains("nothing.tar: the server answers 404"));
  }

  @Test
  public void goesThroughTheProxyOfTheEnvironment() throws Exception {
    try (ProxyServer proxy = new ProxyServer("Basic dXNlcjpzZWNyZXQ=")) {
      server.environment("https_proxy", "http://user:secret@127.0.0.1:" + proxy.port());
      Outcome outcome = command("stage1", "seed.tar#sha256=" + digest).requireDone();
      assertEquals(1, server.requests("seed.tar"));
      assertEquals(1, proxy.requests().size());
      assertTrue(proxy.requests().toString(), proxy.requests().get(0).startsWith("CONNECT local"));
      assertFalse(outcome.toString(), outcome.toString().contains("secret"));
    }
    server.environment("https_proxy", "socks5://user:secret@127.0.0.1:1");
    Outcome refused = command("stage1", "other.tar#sha256=" + "0".repeat(64));
    assertEquals(refused.toString(), Exit.WRONG_INPUT, refused.status());
    assertTrue(
        refused.toString(),
        refused
            .err()
            .endsWith(
                ": the variable https_proxy names no proxy; set it as http://HOST:PORT, or unset"
                    + " it\n"));
  }

  private Outcome command(String what, String seed) throws Exception {
    return server.command(what, "--seed-tarball", server.url(seed));
  }
}
