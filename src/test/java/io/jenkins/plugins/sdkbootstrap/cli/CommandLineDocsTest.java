package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/**
 * Keeps docs/command-line.md true: it shows the help of every command. With {@code
 * -Ddocs.write=true} the page is written instead.
 */
public class CommandLineDocsTest {

  private static final Path PAGE = Path.of("docs", "command-line.md");

  private static final List<String> COMMANDS =
      List.of(
          "",
          "init",
          "import-spec",
          "plan",
          "unpack",
          "chroot",
          "shell",
          "archive",
          "ls",
          "cat",
          "find",
          "packages",
          "diff",
          "verify",
          "sign",
          "reproduce",
          "remove",
          "gc");

  private static final String HEAD =
      """
      # Command line

      `target/bootstrap-sdk` is the command `bootstrap-sdk`, one file that needs Java 17; `target/bootstrap-sdk.deb`
      installs it on Debian and its derivatives. `eval "$(bootstrap-sdk generate-completion)"` has bash and zsh complete
      it. The first call of a user takes some seconds longer: it writes an archive of classes into
      `~/.cache/sdk-bootstrap/classes` (`SDK_BOOTSTRAP_CACHE` names another directory, or `none`), which the
      others load.

      Options may be spelled with underscores (`--seed_tarball`). With `--json` the result is on standard output and
      everything else on standard error.

      Exit codes: 0 done, 1 the stage or the check failed, 2 wrong usage or input, 130 interrupted. `shell` has that of
      the shell or the command.

      Progress goes to standard error: a live line on a terminal, a line every 10 seconds elsewhere. A terminal also
      gets colours, unless `NO_COLOR` is set. The Debian package has a manual page for each command, such as
      bootstrap-sdk-plan(1).

      With `--progress json`, progress is one JSON object per line, as `docs/progress.schema.json` describes:

      ```text
      {"time":"2026-01-01T02:00:00.1Z","event":"stage-started","stage":1,"name":"base","lastSeconds":15.3}
      {"time":"2026-01-01T02:00:01.1Z","event":"action-progress","stage":1,"action":"unpack","bytes":52428800,"totalBytes":104857600,"percent":50,"seconds":1.0}
      {"time":"2026-01-01T02:00:15.2Z","event":"stage-finished","stage":1,"state":"built","seconds":15.1}
      ```

      While an action runs, an event follows every second. `lastSeconds` is the time that the stage took the last time,
      by its record in the store. With `--json` as well, the log of a stage comes as events of the kind `note`. Lines that
      do not begin with `{` are error messages.
      """;

  @Test
  public void pageShowsTheHelpOfEveryCommand() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    for (String command : COMMANDS) {
      String help =
          (command.isEmpty() ? TinySdk.command("--help") : TinySdk.command(command, "--help"))
              .requireDone()
              .out();
      page.append("\n## ").append(("bootstrap-sdk " + command).strip()).append("\n\n```text\n");
      help.lines().forEach(line -> page.append(line.stripTrailing()).append('\n'));
      page.append("```\n");
    }
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        "run the tests with -Ddocs.write=true to write the page anew",
        page.toString(),
        Files.readString(PAGE));
  }
}
