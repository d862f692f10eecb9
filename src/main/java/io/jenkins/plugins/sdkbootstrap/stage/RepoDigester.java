package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what a repository's directory holds: by git where it can, else by its files. */
public final class RepoDigester {

  private static final int MOST_OUTPUT = 4096;
  private static final Pattern OBJECTS =
      Pattern.compile("^([0-9a-f]{40}|[0-9a-f]{64})\\n([0-9a-f]{40}|[0-9a-f]{64})\\n$");

  private RepoDigester() {}

  /**
   * Digests a directory.
   *
   * @param progress hears where git refuses to tell what it knows
   * @throws IOException with one line, where it cannot be read
   */
  public static RepoDigest of(Path directory, Progress progress)
      throws IOException, InterruptedException {
    Optional<String[]> objects = gitObjects(directory, progress);
    if (objects.isEmpty()) {
      return RepoDigest.ofFiles(TreeDigest.ofDirectory(directory));
    }
    String commit = objects.get()[0];
    String tree = objects.get()[1];
    Optional<String> status = gitStatus(directory);
    if (status.isPresent() && status.get().isEmpty()) {
      return new RepoDigest(commit, tree, false, null);
    }
    // Ignored files come last in git's list, so its first line tells whether there are others.
    boolean dirty = status.isEmpty() || !status.get().startsWith("!!");
    return new RepoDigest(commit, tree, dirty, TreeDigest.ofDirectory(directory));
  }

  /**
   * The commit and the directory's tree in it; empty outside a checkout, in one without a commit,
   * in a directory that git does not know, where git refuses (a checkout of someone else's), and
   * without git.
   */
  private static Optional<String[]> gitObjects(Path directory, Progress progress)
      throws InterruptedException {
    Optional<Tool.Result<String>> result = git(directory, "rev-parse", "HEAD^{commit}", "HEAD:./");
    if (result.isPresent() && result.get().errors().contains("dubious ownership")) {
      progress.note(
          directory
              + " is a git checkout of another user, so git does not tell its commit: it goes on"
              + " record by its files (git config --global --add safe.directory would change that)");
    }
    return result
        .filter(r -> r.status() == 0)
        .map(r -> OBJECTS.matcher(r.output()))
        .filter(Matcher::matches)
        .map(m -> new String[] {m.group(1), m.group(2)});
  }

  private static Optional<String> gitStatus(Path directory) throws InterruptedException {
    return git(
            directory,
            "status",
            "--porcelain",
            "--untracked-files=normal",
            "--ignored=traditional",
            "--ignore-submodules=none",
            "--",
            ".")
        .filter(r -> r.status() == 0)
        .map(Tool.Result::output);
  }

  private static Optional<Tool.Result<String>> git(Path directory, String... arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    // Without locks, for a checkout that is read only or in use; without a monitor, which would be
    // a program of the checkout's choice.
    command.addAll(
        List.of(
            "git",
            "-C",
            directory.toString(),
            "--no-optional-locks",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "status.renames=false"));
    command.addAll(List.of(arguments));
    try {
      return Optional.of(
          Tool.run(
              command,
              output -> new String(output.readNBytes(MOST_OUTPUT), StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      // No git here: the files themselves tell.
      return Optional.empty();
    }
  }
}
