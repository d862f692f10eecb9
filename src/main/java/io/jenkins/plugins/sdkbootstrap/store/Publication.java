package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Closeable;
import java.io.IOException;

/** A stage's files on their way into a store. Closed without a commit, it leaves nothing behind. */
public interface Publication extends Closeable {

  /** Where the tarball and the files beside it are to be written: local, and seen by no one yet. */
  ArchiveFiles files();

  /**
   * Puts all files into the store, the record last; the last stage's also under the release's name.
   *
   * @param record what is on record of them; it is written here
   * @throws IOException with one line; the stage then is either as it was before, or not there
   */
  void commit(StageRecord record) throws IOException;
}
