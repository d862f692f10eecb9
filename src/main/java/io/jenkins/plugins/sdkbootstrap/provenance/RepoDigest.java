package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a directory held. In a git checkout the commit, the tree object of the directory, and
 * whether there were changes on top; the digest of the files themselves wherever they are not
 * exactly that tree (no git, changes, or files that git ignores but a stage sees).
 *
 * @param gitCommit the commit's name in lower-case hexadecimal, or null
 * @param gitTree the name of the directory's tree object in that commit, or null
 * @param dirty whether git reports changes or untracked files
 * @param sha256 the digest of the files, see {@code TreeDigest}; null where {@code gitTree} is all
 */
public record RepoDigest(String gitCommit, String gitTree, boolean dirty, Digest sha256)
    implements Serializable {

  private static final int SHORT = 12;
  private static final Pattern OBJECT = Pattern.compile("^([0-9a-f]{40}|[0-9a-f]{64})$");

  /** Requires one of the two ways to tell content apart. */
  public RepoDigest {
    if ((gitCommit == null) != (gitTree == null)) {
      throw new IllegalArgumentException("a git commit and its tree come together");
    }
    if (gitCommit != null
        && !(OBJECT.matcher(gitCommit).matches() && OBJECT.matcher(gitTree).matches())) {
      throw new IllegalArgumentException(
          "no names of git objects: "
              + Printable.quoted(gitCommit)
              + ", "
              + Printable.quoted(gitTree));
    }
    if (gitTree == null && sha256 == null) {
      throw new IllegalArgumentException("neither a git tree nor a digest");
    }
  }

  /** Files outside git. */
  public static RepoDigest ofFiles(Digest sha256) {
    return new RepoDigest(null, null, false, Objects.requireNonNull(sha256));
  }

  /** Whether both had the same content, whatever commit it came from. */
  public boolean sameContent(RepoDigest other) {
    return sha256 == null || other.sha256 == null
        ? sha256 == null && other.sha256 == null && gitTree.equals(other.gitTree)
        : sha256.equals(other.sha256);
  }

  /**
   * For people: {@code commit 0123456789ab}, with {@code + changes}, or {@code tree sha256:...}.
   */
  @Override
  public String toString() {
    String tree = sha256 == null ? "" : "tree sha256:" + sha256.hex().substring(0, SHORT);
    if (gitCommit == null) {
      return tree;
    }
    String commit = "commit " + gitCommit.substring(0, SHORT);
    if (tree.isEmpty()) {
      return commit;
    }
    return commit + (dirty ? " with changes, " : " with ignored files, ") + tree;
  }
}
