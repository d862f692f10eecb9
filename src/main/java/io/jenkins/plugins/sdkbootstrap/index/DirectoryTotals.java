package io.jenkins.plugins.sdkbootstrap.index;

/**
 * The content of a directory, at any depth.
 *
 * @param entries how many entries are below it
 * @param bytes bytes of content of the files among them; hard links do not count
 */
public record DirectoryTotals(long entries, long bytes) {}
