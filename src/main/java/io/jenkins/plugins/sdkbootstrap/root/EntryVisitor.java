package io.jenkins.plugins.sdkbootstrap.root;

import java.io.IOException;

/** Sees the entries of a tar stream in their order, from one thread. */
public interface EntryVisitor {

  /** An entry begins; its digest is not known yet. */
  default void begin(Entry header) throws IOException {}

  /**
   * A piece of the file that began last, with zeros for holes. The array is reused: copy it to keep
   * it.
   */
  default void content(byte[] buffer, int offset, int length) throws IOException {}

  /** The entry that began last is complete. If digests are computed, a file now has its digest. */
  default void end(Entry complete) throws IOException {}
}
