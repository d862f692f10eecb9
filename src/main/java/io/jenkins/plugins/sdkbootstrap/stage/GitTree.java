package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the files of a directory with a tree object of git, byte for byte, while they are read
 * for the digest. Git's own {@code status} cannot do that: it trusts its index, so flags
 * (skip-worktree, assume-unchanged), a sparse checkout and {@code core.fileMode} hide changes, and
 * it compares the output of filters.
 */
final class GitTree implements EntryVisitor {

  private static final String SUBMODULE = "160000";
  private static final String SYMLINK = "120000";
  private static final String EXECUTABLE = "100755";
  private static final int OWNER_EXECUTES = 0100;

  /** The files of the tree that were not seen yet, as {@code MODE ID} by path. */
  private final Map<RootPath, String> missing = new HashMap<>();

  private final String algorithm;
  private boolean same = true;
  private MessageDigest blob;

  private GitTree(String algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * Lists the files of a tree, those of submodules that are checked out too.
   *
   * @param directory of the checkout
   * @param tree the name of the directory's tree object
   */
  static GitTree of(Path directory, String tree) throws IOException, InterruptedException {
    GitTree files = new GitTree(tree.length() == 40 ? "SHA-1" : "SHA-256");
    files.list(directory, RootPath.ROOT, tree);
    return files;
  }

  private void list(Path directory, RootPath below, String tree)
      throws IOException, InterruptedException {
    byte[] listing = Git.run(directory, "ls-tree", "-r", "-z", "--full-tree", tree).orElse(null);
    if (listing == null) {
      same = false;
      return;
    }
    Map<String, String> submodules = new HashMap<>();
    // Each is MODE TYPE ID<tab>PATH<nul>.
    for (int at = 0, end; at < listing.length; at = end + 1) {
      end = indexOf(listing, 0, at);
      int tab = indexOf(listing, '\t', at);
      String[] words = new String(listing, at, tab - at, StandardCharsets.US_ASCII).split(" ");
      byte[] name = Arrays.copyOfRange(listing, tab + 1, end);
      if (words[0].equals(SUBMODULE)) {
        submodules.put(new String(name, StandardCharsets.UTF_8), words[2]);
      } else {
        missing.put(below.resolve(RootPath.of(name)), words[0] + " " + words[2]);
      }
    }
    for (Map.Entry<String, String> submodule : submodules.entrySet()) {
      submodule(directory, below, submodule.getKey(), submodule.getValue());
    }
  }

  private static int indexOf(byte[] bytes, int wanted, int from) {
    int at = from;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** A submodule that is not checked out, or at another commit, differs from the tree. */
  private void submodule(Path directory, RootPath below, String name, String commit)
      throws IOException, InterruptedException {
    Path checkout;
    try {
      checkout = directory.resolve(name);
    } catch (InvalidPathException e) { // a name that this locale cannot spell
      same = false;
      return;
    }
    Optional<String> at = Git.line(checkout, "rev-parse", "--show-prefix", "HEAD^{commit}");
    // A prefix would tell that this is a directory of the outer checkout.
    if (at.isEmpty() || !at.get().equals("\n" + commit + "\n")) {
      same = false;
      return;
    }
    list(checkout, below.resolve(RootPath.of(name)), commit);
  }

  /** Reads a tar stream of the directory; an invalid stream does not match the tree. */
  void compare(InputStream tar) throws IOException {
    try {
      TarReader.read(tar, List.of(this));
    } catch (ArchiveException e) {
      same = false;
    }
  }

  /** Whether there were exactly the files of the tree. */
  boolean isSame() {
    return same && missing.isEmpty();
  }

  @Override
  public void begin(Entry header) {
    blob = null;
    if (header.type() == EntryType.FILE) {
      blob = blob(header.size());
    }
  }

  @Override
  public void content(byte[] buffer, int offset, int length) {
    blob.update(buffer, offset, length);
  }

  @Override
  public void end(Entry complete) {
    String found;
    switch (complete.type()) {
      case DIRECTORY -> {
        return; // git knows none
      }
      case FILE -> {
        boolean executable = (complete.mode() & OWNER_EXECUTES) != 0;
        found = (executable ? EXECUTABLE : "100644") + " " + id(blob);
      }
      case SYMLINK -> {
        MessageDigest target = blob(complete.link().length);
        target.update(complete.link());
        found = SYMLINK + " " + id(target);
      }
      default -> found = "";
    }
    String expected = missing.remove(complete.path());
    same &= found.equals(expected);
  }

  /** The header that git digests before the content to name an object. */
  private MessageDigest blob(long size) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has both
    }
  }

  private static String id(MessageDigest blob) {
    return HexFormat.of().formatHex(blob.digest());
  }
}
