package io.jenkins.plugins.sdkbootstrap.http;

import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a server sends. The JDK's own stream forgets interrupts, and waits forever for a server that
 * stopped.
 */
final class HttpBody extends BulkInput implements Flow.Subscriber<List<ByteBuffer>> {
  private final String name;
  private final Duration timeout;

  /** Lists of buffers, and at the end a failure or, where there is none, the stream itself. */
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

  private final Queue<ByteBuffer> current = new ArrayDeque<>();
  private volatile Flow.Subscription subscription;
  private boolean atEnd;

  HttpBody(String name, Duration timeout) {
    this.name = name;
    this.timeout = timeout;
  }

  @Override
  public void onSubscribe(Flow.Subscription to) {
    subscription = to;
    to.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrived.add(buffers);
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(failure);
  }

  @Override
  public void onComplete() {
    arrived.add(this);
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    while (!current.isEmpty() && !current.peek().hasRemaining()) {
      current.remove();
      if (current.isEmpty()) {
        subscription.request(1);
      }
    }
    while (current.isEmpty() && !atEnd) {
      await();
    }
    if (current.isEmpty()) {
      return -1;
    }
    int n = Math.min(most, current.peek().remaining());
    current.peek().get(into, offset, n);
    return n;
  }

  @SuppressWarnings("unchecked")
  private void await() throws IOException {
    Object next;
    try {
      next = arrived.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while fetching " + name);
    }
    if (next == null) {
      throw Http.failed(name, "the server sent nothing for " + timeout.toSeconds() + " s", null);
    }
    if (next instanceof Throwable failure) {
      throw Http.failed(name, "the server ended in the middle", failure);
    }
    atEnd = next == this;
    if (!atEnd) {
      ((List<ByteBuffer>) next).stream().filter(ByteBuffer::hasRemaining).forEach(current::add);
      if (current.isEmpty()) {
        subscription.request(1);
      }
    }
  }

  @Override
  public void close() {
    subscription.cancel();
  }
}
