package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where stage tarballs live with their records. A tarball without a record does not exist. Reading
 * needs no lock; {@link #begin} and {@link #addNotes} need the one that {@link #lock} gives.
 */
public interface StageStore {

  /**
   * Keeps everyone else from changing the store until it is closed.
   *
   * @throws StoreBusyException if someone else has it; its message names the holder
   */
  Closeable lock() throws IOException;

  /**
   * What there is of one bootstrap, each tarball compared with its digest when it is asked for; for
   * planning.
   */
  StoredStages stages(String arch, Version version);

  /**
   * The SDK that {@code seed: previous} means for a bootstrap: the one it began with, where that is
   * still there, else that of the bootstrap that was completed last, this one left out.
   *
   * @return the record of its last stage; empty for the very first
   */
  Optional<StageRecord> previous(String sdk, String arch, Version version) throws IOException;

  /**
   * A stage's tarball as a local file, fetched where that is needed. Its digest is not checked: who
   * unpacks it does.
   *
   * @throws IOException with one line, if it is not there
   */
  Path tarball(StageRecord record) throws IOException;

  /**
   * Makes room for the files of a stage that is about to run. What is there of that stage stays
   * until {@link Publication#commit}.
   *
   * @param sdk the SDK's name
   * @throws IOException with one line, if a stage of another SDK has that name here
   */
  Publication begin(String sdk, StageId id, Compression compression) throws IOException;

  /**
   * Adds lines to the notes of a stored stage's record, each once; its tarball stays as it is.
   *
   * @return the record as it is now
   */
  StageRecord addNotes(StageRecord record, List<String> lines) throws IOException;
}
