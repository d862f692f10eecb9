package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;

/** Creates the lines of an index, in order; remembers what later hard links need. */
public final class IndexLines {

  private static final int SHOWN = 200;

  private final ArchiveIndexBuilder seen =
      new ArchiveIndexBuilder(new IndexLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
  private final StringBuilder line = new StringBuilder();

  /**
   * The line of the next entry.
   *
   * @return the line, valid until the next call
   * @throws ArchiveException if a hard link's target did not come before it, or a name is too long
   *     for the index
   */
  public CharSequence next(Entry e) throws ArchiveException {
    seen.add(e);
    Entry content = e.type() == EntryType.HARDLINK ? seen.content(e.path()) : e;
    line.setLength(0);
    IndexLine.format(e, content, line);
    if (line.length() > IndexLine.MAX_LENGTH) {
      throw new ArchiveException(
          "%s...: a name or link of over %s KiB does not fit into an index; shorten it"
              .formatted(line.substring(0, SHOWN), IndexLine.MAX_LENGTH >> 10));
    }
    return line;
  }
}
