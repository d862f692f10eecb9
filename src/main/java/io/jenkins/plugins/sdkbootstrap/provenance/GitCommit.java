package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The commit of a git checkout. Only an annotation: the digest of the files identifies the content.
 *
 * @param commit the commit's name in lower-case hexadecimal
 * @param tree the name of the directory's tree object in that commit
 * @param dirty whether the files were not exactly those of the tree, byte for byte
 * @param time when the newest commit was made that changed something in the directory, seconds
 *     since 1970 UTC
 */
public record GitCommit(String commit, String tree, boolean dirty, long time)
    implements Serializable {

  private static final Pattern OBJECT = Pattern.compile("^([0-9a-f]{40}|[0-9a-f]{64})$");

  /** Requires valid names of git objects. */
  public GitCommit {
    if (!OBJECT.matcher(commit).matches() || !OBJECT.matcher(tree).matches()) {
      throw new IllegalArgumentException(
          "not names of git objects: " + Printable.quoted(commit) + ", " + Printable.quoted(tree));
    }
  }
}
