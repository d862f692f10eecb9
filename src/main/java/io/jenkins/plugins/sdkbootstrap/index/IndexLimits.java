package io.jenkins.plugins.sdkbootstrap.index;

/**
 * What an index that may come from anywhere can take at most.
 *
 * @param entries how many paths, directories without an entry of their own included
 * @param memory bytes of memory, as {@link ArchiveIndex#memory} counts them
 * @param text bytes of the index, decompressed
 */
public record IndexLimits(int entries, long memory, long text) {

  /** Where the memory of this process is the only bound. */
  public static final IndexLimits NONE =
      new IndexLimits(ArchiveIndexBuilder.MAX_ENTRIES, Long.MAX_VALUE, Long.MAX_VALUE);

  /** An index of at most so many bytes of memory; its text is in proportion to that. */
  public static IndexLimits ofMemory(long memory) {
    // A line has some 250 bytes where the entry takes a hundred; a short file has a fixed share.
    return new IndexLimits(ArchiveIndexBuilder.MAX_ENTRIES, memory, 8 * memory + (1 << 20));
  }
}
