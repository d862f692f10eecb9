package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.Objects;

/**
 * What a directory or a file of the agent held.
 *
 * @param sha256 of a file its digest; of a directory that of its files, see {@code TreeDigest}
 * @param git the commit that a directory was at; null outside a git checkout
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

  /** Whether both had the same content, whatever commit it came from. */
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
