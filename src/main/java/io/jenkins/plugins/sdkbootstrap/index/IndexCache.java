package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Loaded indexes, up to so many bytes of memory; those that were not asked for the longest go
 * first. Several threads that ask for one index load it once.
 */
public final class IndexCache {

  /** Each takes a processor and, while it grows, more memory than its index has in the end. */
  private static final int LOADS_AT_ONCE = 2;

  public interface Loader {
    /** The index, of no more memory than these limits have. */
    ArchiveIndex load(IndexLimits limits) throws IOException;
  }

  private final long limit;
  private final Map<String, ArchiveIndex> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CompletableFuture<ArchiveIndex>> loading = new HashMap<>();
  private final Semaphore loads = new Semaphore(LOADS_AT_ONCE, true);

  /** Keeps indexes of so many bytes of memory together; a larger one is refused. */
  public IndexCache(long limit) {
    this.limit = limit;
  }

  /**
   * An index.
   *
   * @param key another one for each archive, and for each state of it
   * @param loader loads it where it is not here
   */
  public ArchiveIndex get(String key, Loader loader) throws IOException {
    CompletableFuture<ArchiveIndex> mine = null;
    CompletableFuture<ArchiveIndex> others;
    synchronized (this) {
      ArchiveIndex there = kept.get(key);
      if (there != null) {
        return there;
      }
      others = loading.get(key);
      if (others == null) {
        mine = new CompletableFuture<>();
        loading.put(key, mine);
      }
    }
    return mine == null ? await(others) : load(key, loader, mine);
  }

  public synchronized boolean has(String key) {
    return kept.containsKey(key);
  }

  public synchronized long memory() {
    return kept.values().stream().mapToLong(ArchiveIndex::memory).sum();
  }

  private ArchiveIndex load(String key, Loader loader, CompletableFuture<ArchiveIndex> future)
      throws IOException {
    try {
      ArchiveIndex index;
      loads.acquire();
      try {
        index = loader.load(IndexLimits.ofMemory(limit));
      } finally {
        loads.release();
      }
      keep(key, index);
      future.complete(index);
      return index;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(future, new InterruptedIOException("interrupted while waiting for an index"));
    } catch (IOException | RuntimeException | Error e) {
      future.completeExceptionally(e);
      throw e;
    } finally {
      synchronized (this) {
        loading.remove(key);
      }
    }
  }

  private static IOException failed(CompletableFuture<ArchiveIndex> future, IOException e) {
    future.completeExceptionally(e);
    return e;
  }

  private static ArchiveIndex await(CompletableFuture<ArchiveIndex> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an index");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      String message = String.valueOf(cause.getMessage());
      throw cause instanceof ArchiveException
          ? new ArchiveException(message, cause)
          : new IOException(message, cause);
    }
  }

  private synchronized void keep(String key, ArchiveIndex index) {
    kept.put(key, index);
    long memory = memory();
    Iterator<ArchiveIndex> oldest = kept.values().iterator();
    while (memory > limit && oldest.hasNext()) {
      memory -= oldest.next().memory();
      oldest.remove();
    }
  }
}
