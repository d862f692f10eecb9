package io.jenkins.plugins.sdkbootstrap.index;

/**
 * What a directory holds, at any depth.
 *
 * @param entries how many entries lie below it
 * @param bytes bytes of content of the files among them; a hard link counts nothing
 */
public record DirectoryTotals(long entries, long bytes) {}
