package io.jenkins.plugins.sdkbootstrap.http;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fetches by HTTP, through a proxy where one is set. Follows redirects, but none from https to
 * http.
 *
 * @param http the proxy for http, null for none
 * @param https the proxy for https, null for none; with neither, the JVM's own properties say which
 * @param direct hosts that are reached without a proxy; {@code *} stands for any characters
 */
public record Http(Server http, Server https, List<String> direct) implements Serializable {

  /** As the JVM's own properties say. */
  public static final Http OF_JVM = new Http(null, null, List.of());

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int PROXY_PORT = 80;
  private static final String AGENT = "sdk-bootstrap";
  private static final Map<Http, HttpClient> CLIENTS = new ConcurrentHashMap<>();

  /**
   * A proxy.
   *
   * @param user null where it asks for none
   * @param password of the user
   * @param problem why it cannot be used, null where it can
   */
  public record Server(String host, int port, String user, String password, String problem)
      implements Serializable {

    /** One that can be used. */
    public Server(String host, int port, String user, String password) {
      this(host, port, user, password, null);
    }

    /** The address, without the password. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Takes any list. */
  public Http {
    direct = new ArrayList<>(direct);
  }

  /**
   * Goes by the variables {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code
   * no_proxy}, in lower or upper case, as other tools do.
   */
  public static Http ofEnvironment(Map<String, String> environment) {
    List<String> direct = new ArrayList<>();
    for (String host : variable(environment, "no_proxy").split("[,\\s]+")) {
      String name = host.startsWith(".") ? host.substring(1) : host;
      if (!name.isEmpty()) {
        direct.add(name);
        direct.add("*." + name);
      }
    }
    return new Http(server(environment, "http_proxy"), server(environment, "https_proxy"), direct);
  }

  /** Whether a proxy is named. */
  public boolean isSet() {
    return http != null || https != null;
  }

  private static String variable(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : value;
  }

  private static Server server(Map<String, String> environment, String name) {
    String set = variable(environment, name).isEmpty() ? "all_proxy" : name;
    String value = variable(environment, set);
    if (value.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(value.contains("://") ? value : "http://" + value);
      if (uri.getHost() != null && "http".equals(uri.getScheme())) {
        String[] login = uri.getRawUserInfo() == null ? null : uri.getRawUserInfo().split(":", 2);
        return new Server(
            uri.getHost().replaceAll("^\\[|\\]$", ""), // of an IPv6 address
            uri.getPort() < 0 ? PROXY_PORT : uri.getPort(),
            login == null ? null : decoded(login[0]),
            login == null || login.length < 2 ? "" : decoded(login[1]));
      }
    } catch (IllegalArgumentException e) {
      // Its message has the value, which may have a password.
    }
    return new Server(
        "",
        0,
        null,
        "",
        "the variable " + set + " names no proxy; set it as http://HOST:PORT, or unset it");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * What a server answers.
   *
   * @param name what errors call the file
   * @param status of HTTP
   * @param body nothing waits for a piece of it longer than a minute
   */
  public record Answer(String name, int status, HttpHeaders headers, InputStream body)
      implements Closeable {

    /**
     * Returns this.
     *
     * @throws MachineException if the server fails
     * @throws ArchiveException if it does not send the file
     */
    public Answer requireOk() throws IOException {
      if (status == HttpURLConnection.HTTP_OK) {
        return this;
      }
      String failure = "cannot fetch " + name + ": the server answers " + status;
      throw status >= HttpURLConnection.HTTP_INTERNAL_ERROR
          ? new MachineException(failure)
          : new ArchiveException(failure);
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Asks for a file. Nothing waits for the answer longer than a minute.
   *
   * @param name what errors call it: an address may have a secret
   * @param range of the header Range, null for all of it
   * @return the answer, whose status the caller looks at
   * @throws IOException with one line, if no server answers
   */
  public Answer get(String name, URI from, String range) throws IOException {
    return get(name, from, range, TIMEOUT);
  }

  Answer get(String name, URI from, String range, Duration timeout) throws IOException {
    Server server = server(from);
    if (server != null && server.problem() != null) {
      throw new ArchiveException("cannot fetch " + name + ": " + server.problem());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(from).timeout(timeout).header("User-Agent", AGENT);
    if (range != null) {
      request.header("Range", range);
    }
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          client().send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
      HttpBody body = new HttpBody(name, timeout);
      response.body().subscribe(body);
      return new Answer(name, response.statusCode(), response.headers(), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while fetching " + name);
    } catch (IllegalArgumentException e) {
      throw failed(name, "the server leads to an address that is none: " + e.getMessage(), e);
    } catch (IOException e) {
      throw failed(
          name,
          server == null
              ? reason(e, from.getHost())
              : reason(e, server.host()) + " (through the proxy " + server + ")",
          e);
    }
  }

  /** Each client has a thread, so one is kept. */
  private HttpClient client() {
    return CLIENTS.computeIfAbsent(this, Http::newClient);
  }

  private HttpClient newClient() {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(TIMEOUT);
    if (isSet()) {
      client.proxy(new Selector(this)).authenticator(new Login(this));
    }
    return client.build();
  }

  /** The proxy for an address, null for none. */
  private Server server(URI to) {
    return isDirect(to.getHost()) ? null : "https".equals(to.getScheme()) ? https : http;
  }

  private boolean isDirect(String host) {
    return host != null
        && direct.stream()
            .map(glob -> ("\\Q" + glob + "\\E").replace("*", "\\E.*\\Q"))
            .map(glob -> Pattern.compile(glob, Pattern.CASE_INSENSITIVE))
            .anyMatch(glob -> glob.matcher(host).matches());
  }

  static IOException failed(String name, String why, Throwable cause) {
    return new IOException("cannot fetch " + name + ": " + why, cause);
  }

  /** Why no server answers. */
  private static String reason(IOException e, String host) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "unknown host " + host;
      }
    }
    if (e instanceof ConnectException && e.getMessage() == null) {
      return "connection refused";
    }
    if (e instanceof HttpTimeoutException) {
      return "the server does not answer";
    }
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().replaceFirst("^(\\w+\\.)+\\w+: ", ""); // of its cause
  }

  private static final class Selector extends ProxySelector {
    private final Http by;

    Selector(Http by) {
      this.by = by;
    }

    @Override
    public List<Proxy> select(URI to) {
      Server server = by.server(to);
      return List.of(
          server == null || server.problem() != null
              ? Proxy.NO_PROXY
              : new Proxy(
                  Proxy.Type.HTTP,
                  InetSocketAddress.createUnresolved(server.host(), server.port())));
    }

    @Override
    public void connectFailed(URI to, SocketAddress proxy, IOException failure) {
      // The caller gets the failure.
    }
  }

  /** Tells a proxy its password, and no other server. */
  private static final class Login extends Authenticator {
    private final Http by;

    Login(Http by) {
      this.by = by;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      return Stream.of(by.http, by.https)
          .filter(Objects::nonNull)
          .filter(server -> server.user() != null)
          .filter(server -> server.host().equals(getRequestingHost()))
          .filter(server -> server.port() == getRequestingPort())
          .map(server -> new PasswordAuthentication(server.user(), server.password().toCharArray()))
          .findFirst()
          .orElse(null);
    }
  }
}
