package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/**
 * Loaded indexes, up to a number of bytes of memory; removes the least recently used first. If
 * several threads request an index, it is loaded once.
 */
public final class IndexCache {

  /**
   * The number of loads in parallel: each uses a processor and, while it runs, more memory than its
   * result.
   */
  private static final int LOADS_AT_ONCE = 2;

  public interface Loader {
    /** Loads the index within these limits. */
    ArchiveIndex load(IndexLimits limits) throws IOException;
  }

  private final long limit;
  private final Map<String, ArchiveIndex> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, FutureTask<ArchiveIndex>> loading = new HashMap<>();
  private final Semaphore loads = new Semaphore(LOADS_AT_ONCE, true);

  /** Keeps indexes up to this many bytes of memory together; refuses a larger one. */
  public IndexCache(long limit) {
    this.limit = limit;
  }

  /**
   * An index.
   *
   * @param key different for each archive and each state of it
   * @param loader loads it if it is not in the cache
   */
  public ArchiveIndex get(String key, Loader loader) throws IOException {
    FutureTask<ArchiveIndex> mine = new FutureTask<>(() -> load(key, loader));
    FutureTask<ArchiveIndex> others;
    synchronized (this) {
      ArchiveIndex there = kept.get(key);
      if (there != null) {
        return there;
      }
      others = loading.putIfAbsent(key, mine);
    }
    if (others != null) {
      return await(others, false);
    }
    mine.run();
    return await(mine, true);
  }

  /** Bytes of memory that all cached indexes use. */
  public synchronized long memory() {
    return kept.values().stream().mapToLong(ArchiveIndex::memory).sum();
  }

  private ArchiveIndex load(String key, Loader loader) throws IOException, InterruptedException {
    try {
      loads.acquire();
      try {
        ArchiveIndex index = loader.load(IndexLimits.ofMemory(limit));
        keep(key, index);
        return index;
      } finally {
        loads.release();
      }
    } finally {
      synchronized (this) {
        loading.remove(key);
      }
    }
  }

  /**
   * The result of a load. An error of another thread is wrapped, so that it has the stack of this
   * thread.
   */
  private static ArchiveIndex await(FutureTask<ArchiveIndex> task, boolean own) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof InterruptedException) {
        throw interrupted();
      }
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      if (own) {
        throw (IOException) cause;
      }
      String message = String.valueOf(cause.getMessage());
      throw cause instanceof ArchiveException
          ? new ArchiveException(message, cause)
          : new IOException(message, cause);
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for an index");
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
