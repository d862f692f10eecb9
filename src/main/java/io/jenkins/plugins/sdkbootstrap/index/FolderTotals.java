package io.jenkins.plugins.sdkbootstrap.index;

/**
 * What a folder holds, at any depth.
 *
 * @param entries how many entries lie below it
 * @param bytes bytes of content of the files among them; a further name of a file counts nothing
 */
public record FolderTotals(long entries, long bytes) {}
