package io.jenkins.plugins.sdkbootstrap.index;

/**
 * By what a directory's entries are ordered; those that are alike come by the bytes of their names.
 */
public enum DirectoryOrder {
  NAME,
  /** By bytes of content, of a directory those of all that is in it; the largest first. */
  SIZE,
  /** By the time they were modified; the latest first. */
  TIME
}
