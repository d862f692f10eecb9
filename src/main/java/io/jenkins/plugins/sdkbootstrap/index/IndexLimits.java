package io.jenkins.plugins.sdkbootstrap.index;

/**
 * The limits of an index that may come from anyone.
 *
 * @param entries how many paths, with directories without an own entry
 * @param memory bytes of memory, as {@link ArchiveIndex#memory} counts them
 * @param text bytes of the index, decompressed
 */
public record IndexLimits(int entries, long memory, long text) {

  /** No limit but the memory of this process. */
  public static final IndexLimits NONE =
      new IndexLimits(ArchiveIndexBuilder.MAX_ENTRIES, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Limits for an index with this many bytes of memory; the limit of its text is proportional. */
  public static IndexLimits ofMemory(long memory) {
    // A line has about 250 bytes where the entry takes a hundred; a short file gets a fixed share.
    return new IndexLimits(ArchiveIndexBuilder.MAX_ENTRIES, memory, 8 * memory + (1 << 20));
  }
}
