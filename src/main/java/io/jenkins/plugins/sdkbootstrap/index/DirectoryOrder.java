package io.jenkins.plugins.sdkbootstrap.index;

/** The order of a directory's entries; equal ones are ordered by the bytes of their names. */
public enum DirectoryOrder {
  NAME,
  /** By bytes of content, for a directory those of all files in it; the largest first. */
  SIZE,
  /** By modification time; the newest first. */
  TIME
}
