package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.Objects;

/**
 * The content of a directory or a file of the agent.
 *
 * @param sha256 the digest of a file, or of a directory's files, see {@code TreeDigest}
 * @param git the commit of a directory; null outside a git checkout
 */
public record RepoDigest(Digest sha256, GitCommit git) implements Serializable {

  /** Requires the digest, which nothing replaces. */
  public RepoDigest {
    Objects.requireNonNull(sha256);
  }

  /** Files outside git. */
  public static RepoDigest ofFiles(Digest sha256) {
    return new RepoDigest(sha256, null);
  }

  /** Whether both had the same content, even if the commits differ. */
  public boolean sameContent(RepoDigest other) {
    return sha256.equals(other.sha256);
  }

  /**
   * For people: {@code commit 0123456789ab}, with {@code with changes} and the digest where the
   * files are not those of the commit, or {@code tree sha256:...}.
   */
  @Override
  public String toString() {
    String tree = "tree " + sha256.brief();
    if (git == null) {
      return tree;
    }
    String commit = "commit " + git.commit().substring(0, Digest.SHORT);
    return git.dirty() ? commit + " with changes, " + tree : commit;
  }
}
