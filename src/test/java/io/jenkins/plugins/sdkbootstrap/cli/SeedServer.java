package io.jenkins.plugins.sdkbootstrap.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real https server on this machine, which has the files of a directory, and who trusts it. */
final class SeedServer implements Closeable {

  private static final String PASSWORD = "changeit";

  private final TinySdk sdk;
  private final Path served;
  private final HttpsServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /**
   * Starts one.
   *
   * @param sdk what the commands are about
   * @param served the directory
   */
  SeedServer(TinySdk sdk, Path served) throws Exception {
    this.sdk = sdk;
    this.served = served;
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
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    Path file = served.resolve(path.substring(1));
    try (exchange) {
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.sendResponseHeaders(200, Files.size(file));
      Files.copy(file, exchange.getResponseBody());
    }
  }

  /** The URL of a file. */
  String url(String name) {
    return "https://localhost:" + server.getAddress().getPort() + "/" + name;
  }

  /** How often a file was asked for. */
  long requests(String name) {
    return requests.stream().filter(path -> path.equals("/" + name)).count();
  }

  /** Sets a variable for the commands that follow. */
  void environment(String name, String value) {
    environment.put(name, value);
  }

  /** Runs a command about the SDK in a JVM that trusts this server. */
  Outcome command(String... what) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + keystore(),
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    words.addAll(List.of(what));
    words.addAll(sdk.options());
    ProcessBuilder command =
        new ProcessBuilder(words)
            .redirectOutput(sdk.path("out").toFile())
            .redirectError(sdk.path("err").toFile());
    command.environment().putAll(environment);
    Process process = command.start();
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

  @Override
  public void close() {
    server.stop(0);
  }
}
