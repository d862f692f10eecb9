package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Shorthand for the requests of tests; remembers what the work had to say. */
final class Request implements Progress {

  /** Later than anything a test makes. */
  static final long FUTURE = 4_000_000_000L;

  final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  final List<String> actions = Collections.synchronizedList(new ArrayList<>());
  Compression compression = Compression.ZSTD;
  List<String> clean = List.of();
  List<EntryVisitor> visitors = List.of();
  Elevation elevation = Elevation.NONE;
  Digest expected;
  int level = 1;
  boolean devices = true;
  long epoch = FUTURE;
  long pauseMillis;
  Runnable onAdvance = () -> {};

  WrittenArchive pack(Path root, Path archive) throws IOException {
    RootArchiver.Staged staged = RootArchiver.stage(packing(root, archive));
    staged.file().commit();
    return staged.written();
  }

  ArchiveRequest packing(Path root, Path archive) {
    return new ArchiveRequest(
        root,
        archive,
        compression,
        level,
        clean,
        epoch,
        elevation,
        this,
        OutputStream.nullOutputStream(),
        visitors);
  }

  Unpacked unpack(Path archive, Path root) throws IOException {
    return Unpacker.unpack(new UnpackRequest(archive, root, expected, elevation, devices, this));
  }

  Unpacked unpack(Path name, ByteSource archive, Path root) throws IOException {
    return Unpacker.unpack(
        new UnpackRequest(name, root, expected, elevation, devices, this), archive);
  }

  @Override
  public void started(String action, long total) {
    actions.add("started " + action);
  }

  @Override
  public void advanced(long amount) {
    onAdvance.run();
    if (pauseMillis > 0) {
      try {
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void finished() {
    actions.add("finished");
  }

  @Override
  public void note(String line) {
    notes.add(line);
  }
}
