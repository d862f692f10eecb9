package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.IndexLimits;
import io.jenkins.plugins.sdkbootstrap.index.IndexWriter;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes indexes of tarballs that have none, one after the other in the background, and keeps them
 * in the build's directory. It reads the whole tarball, which can take minutes. Between them it
 * does what else is to be done about indexes later.
 */
final class IndexMaker {

  private static final Logger LOGGER = Logger.getLogger(IndexMaker.class.getName());
  private static final int QUEUED = 16;
  private static final long LONGEST_MINUTES = 60;

  /**
   * How long a failure is kept. Without this, each reload of a page would read the tarball again.
   */
  private static final long REMEMBERED_MINUTES = 5;

  private final Map<String, Job> jobs = new HashMap<>();
  private final ExecutorService thread = newThread();

  private static ExecutorService newThread() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            work -> {
              Thread thread = new Thread(work, "sdk-bootstrap index maker");
              thread.setDaemon(true);
              return thread;
            });
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  private static final class Job implements Progress {
    private long total;
    private long read;
    private String failure;
    private long endedAt;

    @Override
    public synchronized void started(String action, long bytes) {
      total = bytes;
    }

    @Override
    public synchronized void advanced(long amount) {
      read += amount;
    }

    @Override
    public void finished() {}

    @Override
    public void note(String line) {}

    synchronized void end(String why) {
      failure = why;
      endedAt = System.nanoTime();
    }

    synchronized boolean isOver() {
      return endedAt != 0
          && (failure == null
              || System.nanoTime() - endedAt > TimeUnit.MINUTES.toNanos(REMEMBERED_MINUTES));
    }

    synchronized int percent() {
      return total <= 0 ? 0 : (int) Math.min(99, 100 * read / total);
    }

    synchronized String failure() {
      return failure;
    }
  }

  /** Starts to make an index, unless it is being made. Returns the answer to the user. */
  PageException making(StageFiles files, IndexLimits limits) {
    Job job;
    synchronized (this) {
      jobs.values().removeIf(Job::isOver);
      job = jobs.get(files.key());
      if (job == null) {
        job = new Job();
        Job begun = job;
        try {
          thread.execute(() -> run(files, limits, begun));
        } catch (RejectedExecutionException e) {
          return PageException.later(files.holder(), Messages.IndexMaker_Busy());
        }
        jobs.put(files.key(), job);
      }
    }
    return job.failure() != null
        ? PageException.broken(files.holder(), job.failure())
        : PageException.later(
            files.holder(), Messages.IndexMaker_Running(files.tarball(), job.percent()));
  }

  /** Does something else later, unless there is too much to do. */
  void later(StageFiles files, Callable<?> work) {
    try {
      thread.execute(
          () -> {
            try {
              work.call();
            } catch (Exception e) {
              LOGGER.log(Level.FINE, "cannot prepare the index of " + files.key(), e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.FINE, "too busy to prepare the index of {0}", files.key());
    }
  }

  private void run(StageFiles files, IndexLimits limits, Job job) {
    String failure = null;
    try {
      make(files, limits, job);
    } catch (ArchiveException e) {
      failure = files.tarball() + ": " + e.getMessage();
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.WARNING, "cannot make the index of " + files.key(), e);
      failure = Messages.IndexMaker_Failed(files.tarball());
    } finally {
      job.end(failure);
    }
  }

  private void make(StageFiles files, IndexLimits limits, Job job) throws IOException {
    Path target = files.madeIndex();
    files.createDirectory(target.getParent());
    try (ByteSource source = files.openTarball();
        StagedFile file = StagedFile.create(target)) {
      job.started("index", source.size());
      try (IndexWriter writer = new IndexWriter(file.stream())) {
        ArchiveIndex.scan(source, job, List.of(new Deadline(), writer), limits);
      }
      file.commit();
    }
  }

  /** Ends the work after an hour: a small file can unpack to more than can be read in days. */
  private static final class Deadline implements EntryVisitor {
    private final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);

    @Override
    public void begin(Entry header) throws IOException {
      check();
    }

    @Override
    public void content(byte[] buffer, int offset, int length) throws IOException {
      check();
    }

    private void check() throws IOException {
      if (System.nanoTime() - end > 0) {
        throw new ArchiveException(Messages.IndexMaker_TooSlow(LONGEST_MINUTES));
      }
    }
  }
}
