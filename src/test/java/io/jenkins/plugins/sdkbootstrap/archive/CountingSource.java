package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.IndexLimits;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Counts the bytes that are read from a file. */
public final class CountingSource implements ByteSource {

  private final ByteSource source;
  private long read;

  public CountingSource(Path file) throws IOException {
    source = ByteSource.of(file);
  }

  /** The archive in it; what its index was made of is not counted. */
  public ArchiveFile archive() throws IOException {
    ArchiveIndex index = ArchiveIndex.scan(this, Progress.NONE, List.of(), IndexLimits.NONE);
    read = 0;
    return ArchiveFile.open("counted", this, index);
  }

  public long bytesRead() {
    return read;
  }

  @Override
  public long size() throws IOException {
    return source.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    int n = source.read(position, into);
    read += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
