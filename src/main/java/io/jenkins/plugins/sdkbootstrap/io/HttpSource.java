package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A file on an HTTP server, read by range requests. */
public final class HttpSource implements ByteSource {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;
  private static final int PARTIAL = 206;
  private static final int FIRST_SERVER_ERROR = 500;

  /** Returns the current address of the file: a signed address is only valid for a short time. */
  public interface Address {
    URI get() throws IOException;
  }

  private final String name;
  private final HttpClient client;
  private final Address address;
  private final long size;
  private String tag;

  /**
   * Reads a file.
   *
   * @param name the name for errors; the address may have a secret
   * @param size how many bytes it has
   */
  public HttpSource(String name, HttpClient client, Address address, long size) {
    this.name = name;
    this.client = client;
    this.address = address;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    int length = (int) Math.max(0, Math.min(into.remaining(), size - position));
    if (length == 0) {
      return 0;
    }
    int start = into.position();
    for (int attempt = 1; ; attempt++) {
      try {
        request(position, length, into);
        return length;
      } catch (ArchiveException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        into.position(start);
        if (attempt == ATTEMPTS) {
          throw new ArchiveException(name + ": its server does not answer: " + reason(e), e);
        }
      }
    }
  }

  private void request(long position, int length, ByteBuffer into) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.get())
            .timeout(PATIENCE)
            .header("Range", "bytes=" + position + "-" + (position + length - 1))
            .build();
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + name);
    }
    try (InputStream body = response.body()) {
      check(response, position, length);
      byte[] bytes = body.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException("it ends in the middle");
      }
      into.put(bytes);
    }
  }

  private void check(HttpResponse<?> response, long position, int length) throws IOException {
    int status = response.statusCode();
    if (status >= FIRST_SERVER_ERROR) {
      throw new IOException("status " + status);
    }
    if (status != PARTIAL) {
      throw new NoRangesException(name + ": its server does not support ranges: status " + status);
    }
    String range = response.headers().firstValue("Content-Range").orElse("");
    String wanted = "bytes " + position + "-" + (position + length - 1) + "/";
    if (!range.equals(wanted + size) && !range.equals(wanted + "*")) {
      throw new ArchiveException(
          name + ": its server was asked for '" + wanted + size + "' and sent another range");
    }
    String now = response.headers().firstValue("ETag").orElse(null);
    synchronized (this) {
      if (tag != null && now != null && !tag.equals(now)) {
        throw new ArchiveException(name + " became another file while it was read");
      }
      tag = now == null ? tag : now;
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The server does not support ranges, at least not for this file. */
  public static final class NoRangesException extends ArchiveException {
    private static final long serialVersionUID = 1L;

    NoRangesException(String message) {
      super(message);
    }
  }

  @Override
  public void close() {
    // There is no connection of our own.
  }
}
