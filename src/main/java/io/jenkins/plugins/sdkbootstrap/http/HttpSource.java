package io.jenkins.plugins.sdkbootstrap.http;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;

/** A file on an HTTP server, read by range requests. */
public final class HttpSource implements ByteSource {

  private static final int ATTEMPTS = 3;

  /** Returns the current address of the file: a signed address is only valid for a short time. */
  public interface Address {
    URI get() throws IOException;
  }

  private final String name;
  private final Http http;
  private final Address address;
  private final long size;
  private String tag;

  /**
   * Reads a file.
   *
   * @param name the name for errors; the address may have a secret
   * @param size how many bytes it has
   */
  public HttpSource(String name, Http http, Address address, long size) {
    this.name = name;
    this.http = http;
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
          throw new ArchiveException(e.getMessage(), e);
        }
      }
    }
  }

  private void request(long position, int length, ByteBuffer into) throws IOException {
    String range = "bytes=" + position + "-" + (position + length - 1);
    try (Http.Answer answer = http.get(name, address.get(), range)) {
      check(answer, position, length);
      byte[] bytes = answer.body().readNBytes(length);
      if (bytes.length < length) {
        throw new IOException("cannot fetch " + name + ": it ends in the middle");
      }
      into.put(bytes);
    }
  }

  private void check(Http.Answer answer, long position, int length) throws IOException {
    int status = answer.status();
    if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
      throw new IOException("cannot fetch " + name + ": the server answers " + status);
    }
    if (status != HttpURLConnection.HTTP_PARTIAL) {
      throw new NoRangesException(name + ": its server does not support ranges: status " + status);
    }
    String range = answer.headers().firstValue("Content-Range").orElse("");
    String wanted = "bytes " + position + "-" + (position + length - 1) + "/";
    if (!range.equals(wanted + size) && !range.equals(wanted + "*")) {
      throw new ArchiveException(
          name + ": its server was asked for '" + wanted + size + "' and sent another range");
    }
    String now = answer.headers().firstValue("ETag").orElse(null);
    synchronized (this) {
      if (tag != null && now != null && !tag.equals(now)) {
        throw new ArchiveException(name + " became another file while it was read");
      }
      tag = now == null ? tag : now;
    }
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
