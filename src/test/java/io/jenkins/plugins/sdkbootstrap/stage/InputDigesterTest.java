package io.jenkins.plugins.sdkbootstrap.stage;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class InputDigesterTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path base() {
    return folder.getRoot().toPath();
  }

  private void write(String file, String content) throws IOException {
    Path path = base().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private void sh(String script) throws Exception {
    Process process =
        new ProcessBuilder("/bin/sh", "-ec", script)
            .directory(base().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(output, 0, process.exitValue());
  }

  private void git(String script) throws Exception {
    sh(
        "export HOME=\"$PWD\" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b"
            + " GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b; "
            + script);
  }

  private RepoDigest digest(String directory) throws Exception {
    return new InputDigester(Progress.NONE).directory(base().resolve(directory));
  }

  @Test
  public void treeDigestSeesNamesContentsLinksAndExecutableBits() throws Exception {
    write("t/a", "1");
    write("t/d/b", "2");
    sh("ln -s a t/l; mkdir t/empty");
    Digest before = TreeDigest.ofDirectory(base().resolve("t"), null);
    for (String change :
        List.of(
            "printf 3 > t/a",
            "mv t/a t/c",
            "chmod +x t/a",
            "ln -sf d t/l",
            "rmdir t/empty",
            "rm t/a; mkdir t/a")) {
      sh("rm -rf u; cp -a t u; mv t saved; mv u t; " + change);
      assertNotEquals(change, before, TreeDigest.ofDirectory(base().resolve("t"), null));
      sh("rm -rf t; mv saved t");
    }
    assertEquals(before, TreeDigest.ofDirectory(base().resolve("t"), null));
  }

  @Test
  public void treeDigestDoesNotSeeTimesOwnersUmaskHardLinksAndGit() throws Exception {
    write("t/a", "1");
    write("t/b", "1");
    Digest before = TreeDigest.ofDirectory(base().resolve("t"), null);
    sh("touch -d 2001-01-01 t/a t; chmod 640 t/a; chmod 2700 t; mkdir t/.git; echo x > t/.git/y");
    sh("if [ \"$(id -u)\" = 0 ]; then chown 12:34 t/b; fi");
    assertEquals(before, TreeDigest.ofDirectory(base().resolve("t"), null));
    sh("ln -f t/a t/b");
    assertEquals(before, TreeDigest.ofDirectory(base().resolve("t"), null));
  }

  @Test
  public void treeDigestTakesNamesThatNoLocaleCanSpell() throws Exception {
    sh("mkdir t; : > \"$(printf 't/\\377\\n\\351')\"; : > t/-rf");
    Digest before = TreeDigest.ofDirectory(base().resolve("t"), null);
    sh("mv \"$(printf 't/\\377\\n\\351')\" \"$(printf 't/\\376\\n\\351')\"");
    assertNotEquals(before, TreeDigest.ofDirectory(base().resolve("t"), null));
  }

  @Test
  public void treeDigestOfWhatIsNotThereIsOneLine() {
    Path gone = base().resolve("gone");
    IOException e = assertThrows(IOException.class, () -> TreeDigest.ofDirectory(gone, null));
    assertTrue(e.getMessage(), e.getMessage().startsWith("cannot read " + gone));
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  public void cleanCheckoutIsItsCommitAndTree() throws Exception {
    write("r/a", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    RepoDigest digest = digest("r");
    assertEquals(40, digest.git().commit().length());
    assertFalse(digest.git().dirty());
    assertTrue(digest.git().time() > 1_700_000_000L);
    assertEquals(TreeDigest.ofDirectory(base().resolve("r"), null), digest.sha256());
    git("cd r; git commit -q --allow-empty -m y");
    assertNotEquals(digest.git().commit(), digest("r").git().commit());
    assertTrue("another commit of the same files", digest.sameContent(digest("r")));
  }

  @Test
  public void partOfACheckoutIsItsOwnTree() throws Exception {
    write("r/a/x", "1");
    write("r/b/y", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    RepoDigest a = digest("r/a");
    write("r/b/y", "2");
    assertFalse("a change elsewhere is none here", digest("r/a").git().dirty());
    assertTrue(digest("r/b").git().dirty());
    git("cd r; git commit -qam y");
    assertTrue(a.sameContent(digest("r/a")));
    assertNotEquals(a.git().commit(), digest("r/a").git().commit());
  }

  @Test
  public void changesAndUntrackedFilesMakeACheckoutDirty() throws Exception {
    write("r/a", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    RepoDigest clean = digest("r");
    write("r/a", "2");
    RepoDigest changed = digest("r");
    assertTrue(changed.git().dirty());
    assertEquals(clean.git().commit(), changed.git().commit());
    assertFalse(changed.sameContent(clean));
    write("r/a", "3");
    assertFalse("another change is another content", changed.sameContent(digest("r")));
    write("r/a", "1");
    write("r/new", "");
    assertTrue(digest("r").git().dirty());
    assertTrue(digest("r").toString(), digest("r").toString().contains(" with changes, tree"));
  }

  @Test
  public void ignoredFilesCountAsTheStageSeesThem() throws Exception {
    write("r/a", "1");
    write("r/.gitignore", "*.o\n");
    git("cd r; git init -q .; git add .; git commit -qm x");
    write("r/a.o", "1");
    RepoDigest digest = digest("r");
    assertTrue("the files are not exactly those of the commit", digest.git().dirty());
    write("r/a.o", "2");
    assertFalse(digest.sameContent(digest("r")));
  }

  @Test
  public void directoryThatGitIgnoresIsItsFiles() throws Exception {
    write("r/.gitignore", "tree/\n");
    write("r/tree/repo/a", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    assertNull(digest("r/tree/repo").git());
    assertEquals(
        TreeDigest.ofDirectory(base().resolve("r/tree/repo"), null),
        digest("r/tree/repo").sha256());
  }

  @Test
  public void checkoutWithoutACommitIsItsFiles() throws Exception {
    write("r/a", "1");
    git("cd r; git init -q .");
    assertNull(digest("r").git());
  }

  @Test
  public void digestingLeavesTheCheckoutAlone() throws Exception {
    write("r/a", "1");
    git("cd r; git init -q .; git add .; git commit -qm x; touch -d 2001-01-01 a");
    Path index = base().resolve("r/.git/index");
    byte[] before = Files.readAllBytes(index);
    digest("r");
    assertEquals(
        new String(before, StandardCharsets.ISO_8859_1),
        Files.readString(index, StandardCharsets.ISO_8859_1));
  }

  @Test
  public void neverRunsAMonitorThatACheckoutNames() throws Exception {
    write("r/a", "1");
    write("monitor", "#!/bin/sh\n: > " + base() + "/ran\n");
    Files.setPosixFilePermissions(
        base().resolve("monitor"), PosixFilePermissions.fromString("rwxr-xr-x"));
    git(
        "cd r; git init -q .; git add .; git commit -qm x; git config core.fsmonitor "
            + base()
            + "/monitor");
    digest("r");
    assertFalse(Files.exists(base().resolve("ran")));
  }

  /** Each makes git's own status say that nothing has changed. */
  @Test
  public void believesTheFilesAndNotTheIndexOfGit() throws Exception {
    for (String hidden :
        List.of(
            "git update-index --skip-worktree a; echo changed > a",
            "git update-index --assume-unchanged a; echo changed > a",
            "git sparse-checkout set --no-cone /b >/dev/null",
            "git config core.fileMode false; chmod +x a",
            "git config filter.f.clean 'echo 1'; git config filter.f.smudge cat; echo 'a filter=f' >"
                + " .git/info/attributes; echo 2 > a",
            "touch -r a stamp; echo 2 > a; touch -r stamp a; mv stamp .git/; git update-index"
                + " --assume-unchanged a")) {
      sh("rm -rf r");
      write("r/a", "1\n");
      write("r/b", "1\n");
      git("cd r; git init -q .; git add .; git commit -qm x");
      RepoDigest clean = digest("r");
      assertFalse(hidden, clean.git().dirty());
      git("cd r; " + hidden + "; test -z \"$(git status --porcelain)\"");
      RepoDigest now = digest("r");
      assertTrue(hidden, now.git().dirty());
      assertEquals(hidden, clean.git().commit(), now.git().commit());
      assertFalse(hidden, now.sameContent(clean));
    }
  }

  @Test
  public void submoduleIsAsTheCommitHasItOnlyWhereItIsCheckedOut() throws Exception {
    write("sub/x", "1");
    write("r/a", "1");
    git("cd sub; git init -q .; git add .; git commit -qm x");
    git(
        "cd r; git init -q .; git -c protocol.file.allow=always submodule --quiet add ../sub s;"
            + " git add .; git commit -qm x");
    assertFalse(digest("r").git().dirty());
    git("git -c protocol.file.allow=always clone -q r c");
    assertTrue("not initialised", digest("c").git().dirty());
    git("cd c; git -c protocol.file.allow=always submodule --quiet update --init");
    assertFalse(digest("c").git().dirty());
    assertTrue(digest("c").sameContent(digest("r")));
    write("c/s/x", "2");
    assertTrue(digest("c").git().dirty());
  }

  @Test
  public void takesACheckoutOfSha256ObjectsLinksAndExecutables() throws Exception {
    write("r/d/a", "1");
    sh("cd r; ln -s d/a l; : > x; chmod +x x");
    git("cd r; git init -q --object-format=sha256 .; git add .; git commit -qm x");
    assertEquals(64, digest("r").git().tree().length());
    assertFalse(digest("r").git().dirty());
    sh("cd r; ln -sf d l");
    assertTrue(digest("r").git().dirty());
  }

  @Test
  public void readsWhatHasNotChangedOnlyOnce() throws Exception {
    write("t/a", "1");
    sh("cd t; mkdir d; : > d/b; ln -s a l");
    Thread.sleep(3100); // what has just been written may still change without a trace
    InputDigester digester = new InputDigester(Progress.NONE);
    Path directory = base().resolve("t");
    RepoDigest first = digester.directory(directory);
    assertSame(first, digester.directory(directory));
    for (String change :
        List.of(
            "touch -r a /tmp/stamp.$$; printf 2 > a; touch -r /tmp/stamp.$$ a; rm /tmp/stamp.$$",
            "chmod +x d/b",
            "ln -sf d l",
            "mv a c")) {
      RepoDigest before = digester.directory(directory);
      sh("cd t; " + change);
      assertFalse(change, digester.directory(directory).sameContent(before));
    }
  }

  @Test
  public void anotherDigesterGoesOnFromWhatOneHasSeen() throws Exception {
    write("t/a", "1");
    Thread.sleep(3100);
    InputDigester digester = new InputDigester(Progress.NONE);
    RepoDigest first = digester.directory(base().resolve("t"));
    InputDigester next = new InputDigester(digester.seen(), Progress.NONE);
    assertSame(first, next.directory(base().resolve("t")));
  }

  @Test
  public void contentOfAFileIsItsDigestAndOfADeviceNothing() throws Exception {
    write("f", "1");
    InputDigester digester = new InputDigester(Progress.NONE);
    assertEquals(Samples.sha256("1"), digester.content(base().resolve("f")).orElseThrow().sha256());
    assertTrue(digester.content(Path.of("/dev/null")).isEmpty());
    assertTrue(digester.content(base().resolve("gone")).isEmpty());
  }
}
