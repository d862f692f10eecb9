package io.jenkins.plugins.sdkbootstrap.http;

import io.jenkins.plugins.sdkbootstrap.io.Daemon;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real HTTP proxy on this machine. It passes requests and tunnels on to servers of this machine,
 * whatever host they name.
 */
public final class ProxyServer implements Closeable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String login;

  /**
   * Starts one.
   *
   * @param login what it wants after {@code Proxy-Authorization: }; null if it lets anyone in
   */
  public ProxyServer(String login) throws IOException {
    this.login = login;
    Daemon.start("proxy", this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The first line of each request that was passed on. */
  public List<String> requests() {
    return requests;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Daemon.start("proxy-client", () -> serve(client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      if (login != null
          && !head.matches("(?is).*\r\nProxy-Authorization: \\Q" + login + "\\E\r\n.*")) {
        client
            .getOutputStream()
            .write(
                ("HTTP/1.1 407 Proxy Authentication Required\r\n"
                        + "Proxy-Authenticate: Basic realm=\"proxy\"\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      requests.add(head.substring(0, head.indexOf('\r')));
      String[] words = head.split(" ", 3);
      boolean tunnel = words[0].equals("CONNECT");
      URI to = URI.create(tunnel ? "https://" + words[1] : words[1]);
      try (Socket target = new Socket(InetAddress.getLoopbackAddress(), to.getPort())) {
        if (tunnel) {
          client
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
          String path = to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
          String passed = words[0] + " " + path + " " + words[2];
          target
              .getOutputStream()
              .write(
                  passed
                      .replaceAll("(?i)\r\n(Proxy-[a-z]+|Connection): [^\r]*", "")
                      .replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                      .getBytes(StandardCharsets.ISO_8859_1));
        }
        Daemon.start("proxy-up", () -> pass(client, target));
        target.getInputStream().transferTo(client.getOutputStream());
      }
    } catch (IOException e) {
      // One of both went away.
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // One of both went away.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no request");
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
