package io.jenkins.plugins.sdkbootstrap.provenance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.stage.RepoDigester;
import io.jenkins.plugins.sdkbootstrap.stage.TreeDigest;
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

public class RepoDigestTest {

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
    return RepoDigester.of(base().resolve(directory), Progress.NONE);
  }

  @Test
  public void treeDigestSeesNamesContentsLinksAndExecutableBits() throws Exception {
    write("t/a", "1");
    write("t/d/b", "2");
    sh("ln -s a t/l; mkdir t/empty");
    Digest before = TreeDigest.ofDirectory(base().resolve("t"));
    for (String change :
        List.of(
            "printf 3 > t/a",
            "mv t/a t/c",
            "chmod +x t/a",
            "ln -sf d t/l",
            "rmdir t/empty",
            "rm t/a; mkdir t/a")) {
      sh("rm -rf u; cp -a t u; mv t saved; mv u t; " + change);
      assertNotEquals(change, before, TreeDigest.ofDirectory(base().resolve("t")));
      sh("rm -rf t; mv saved t");
    }
    assertEquals(before, TreeDigest.ofDirectory(base().resolve("t")));
  }

  @Test
  public void treeDigestDoesNotSeeTimesOwnersUmaskHardLinksAndGit() throws Exception {
    write("t/a", "1");
    write("t/b", "1");
    Digest before = TreeDigest.ofDirectory(base().resolve("t"));
    sh("touch -d 2001-01-01 t/a t; chmod 640 t/a; chmod 2700 t; mkdir t/.git; echo x > t/.git/y");
    sh("if [ \"$(id -u)\" = 0 ]; then chown 12:34 t/b; fi");
    assertEquals(before, TreeDigest.ofDirectory(base().resolve("t")));
    sh("ln -f t/a t/b");
    assertEquals(before, TreeDigest.ofDirectory(base().resolve("t")));
  }

  @Test
  public void treeDigestTakesNamesThatNoLocaleCanSpell() throws Exception {
    sh("mkdir t; : > \"$(printf 't/\\377\\n\\351')\"; : > t/-rf");
    Digest before = TreeDigest.ofDirectory(base().resolve("t"));
    sh("mv \"$(printf 't/\\377\\n\\351')\" \"$(printf 't/\\376\\n\\351')\"");
    assertNotEquals(before, TreeDigest.ofDirectory(base().resolve("t")));
  }

  @Test
  public void treeDigestOfWhatIsNotThereIsOneLine() {
    Path gone = base().resolve("gone");
    IOException e = assertThrows(IOException.class, () -> TreeDigest.ofDirectory(gone));
    assertTrue(e.getMessage(), e.getMessage().startsWith("cannot read " + gone));
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  public void cleanCheckoutIsItsCommitAndTree() throws Exception {
    write("r/a", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    RepoDigest digest = digest("r");
    assertEquals(40, digest.gitCommit().length());
    assertFalse(digest.dirty());
    assertNull(digest.sha256());
    git("cd r; git commit -q --allow-empty -m y");
    assertNotEquals(digest.gitCommit(), digest("r").gitCommit());
    assertTrue("another commit of the same files", digest.sameContent(digest("r")));
  }

  @Test
  public void partOfACheckoutIsItsOwnTree() throws Exception {
    write("r/a/x", "1");
    write("r/b/y", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    RepoDigest a = digest("r/a");
    write("r/b/y", "2");
    assertFalse("a change elsewhere is none here", digest("r/a").dirty());
    assertTrue(digest("r/b").dirty());
    git("cd r; git commit -qam y");
    assertTrue(a.sameContent(digest("r/a")));
    assertNotEquals(a.gitCommit(), digest("r/a").gitCommit());
  }

  @Test
  public void changesAndUntrackedFilesMakeACheckoutDirty() throws Exception {
    write("r/a", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    RepoDigest clean = digest("r");
    write("r/a", "2");
    RepoDigest changed = digest("r");
    assertTrue(changed.dirty());
    assertEquals(clean.gitCommit(), changed.gitCommit());
    assertFalse(changed.sameContent(clean));
    write("r/a", "3");
    assertFalse("another change is another content", changed.sameContent(digest("r")));
    write("r/a", "1");
    write("r/new", "");
    assertTrue(digest("r").dirty());
    assertTrue(digest("r").toString(), digest("r").toString().contains(" with changes, tree"));
  }

  @Test
  public void ignoredFilesCountAsTheStageSeesThem() throws Exception {
    write("r/a", "1");
    write("r/.gitignore", "*.o\n");
    git("cd r; git init -q .; git add .; git commit -qm x");
    write("r/a.o", "1");
    RepoDigest digest = digest("r");
    assertFalse(digest.dirty());
    write("r/a.o", "2");
    assertFalse(digest.sameContent(digest("r")));
  }

  @Test
  public void directoryThatGitIgnoresIsItsFiles() throws Exception {
    write("r/.gitignore", "tree/\n");
    write("r/tree/repo/a", "1");
    git("cd r; git init -q .; git add .; git commit -qm x");
    assertNull(digest("r/tree/repo").gitCommit());
    assertEquals(
        TreeDigest.ofDirectory(base().resolve("r/tree/repo")), digest("r/tree/repo").sha256());
  }

  @Test
  public void checkoutWithoutACommitIsItsFiles() throws Exception {
    write("r/a", "1");
    git("cd r; git init -q .");
    assertNull(digest("r").gitCommit());
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
}
