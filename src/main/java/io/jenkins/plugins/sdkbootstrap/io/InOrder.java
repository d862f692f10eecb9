package io.jenkins.plugins.sdkbootstrap.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A pipeline of slots. One thread fills them, several threads process them in parallel, and another
 * thread takes them in the order in which they were filled. A thread that is too fast waits for a
 * free slot. If one thread fails, all fail.
 *
 * @param <S> a slot, with the buffers it needs
 */
public final class InOrder<S> implements Closeable {

  /** What one thread does with a slot, and what it keeps between slots. */
  public interface Worker<S> extends Closeable {

    void work(S slot) throws IOException;

    @Override
    void close();
  }

  /** More threads do not help: then reading or writing the tree is the bottleneck. */
  private static final int MAX_THREADS = 8;

  private static final class Cell<S> {
    final S slot;
    boolean done;

    Cell(S slot) {
      this.slot = slot;
    }
  }

  private final ArrayDeque<S> free;
  private final ArrayDeque<Cell<S>> todo = new ArrayDeque<>();
  private final ArrayDeque<Cell<S>> ordered = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;
  private Throwable failure;

  /** Starts with these slots, all free, and one thread for each worker. */
  public InOrder(String name, List<S> slots, List<? extends Worker<S>> workers) {
    this.free = new ArrayDeque<>(slots);
    for (Worker<S> worker : workers) {
      Daemon.start(name, () -> run(worker));
    }
  }

  public static int threads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
  }

  /** A slot to fill; waits until one is free. */
  public synchronized S free() throws IOException {
    while (true) {
      check();
      if (!free.isEmpty()) {
        return free.poll();
      }
      pause();
    }
  }

  /** Hands over a filled slot. */
  public synchronized void filled(S slot) {
    Cell<S> cell = new Cell<>(slot);
    todo.add(cell);
    ordered.add(cell);
    notifyAll();
  }

  /** Hands over a filled slot that needs no work. */
  synchronized void ready(S slot) {
    Cell<S> cell = new Cell<>(slot);
    cell.done = true;
    ordered.add(cell);
    notifyAll();
  }

  /** Says that no more slots will be filled. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Says that the filling or the taking thread has failed; only the first failure counts. */
  public synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
  }

  /** The next slot in order, worked on; null after the last. */
  public synchronized S next() throws IOException {
    while (true) {
      check();
      Cell<S> first = ordered.peek();
      if (first != null && first.done) {
        return ordered.poll().slot;
      }
      if (first == null && ended) {
        return null;
      }
      pause();
    }
  }

  /** Returns a slot that was taken. */
  public synchronized void recycle(S slot) {
    free.add(slot);
    notifyAll();
  }

  /** Ends all threads, whether the work is complete or not. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void run(Worker<S> worker) {
    try (worker) {
      for (Cell<S> cell; (cell = nextTodo()) != null; ) {
        worker.work(cell.slot);
        done(cell);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private synchronized Cell<S> nextTodo() throws IOException {
    while (!closed && failure == null && !(ended && todo.isEmpty())) {
      if (!todo.isEmpty()) {
        return todo.poll();
      }
      pause();
    }
    return null;
  }

  private synchronized void done(Cell<S> cell) {
    cell.done = true;
    notifyAll();
  }

  private void check() throws IOException {
    if (failure instanceof MachineException e) {
      throw new MachineException(e.getMessage(), e);
    }
    if (failure instanceof ArchiveException e) {
      // The message is enough; the stack is that of another thread.
      throw new ArchiveException(e.getMessage(), e);
    }
    if (failure instanceof InterruptedIOException e) {
      throw e;
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (closed) {
      throw new IOException("stopped");
    }
  }

  private void pause() throws InterruptedIOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
