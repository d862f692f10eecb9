package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks git about a checkout, without changing it and without running a program of its choice. */
final class Git {

  private Git() {}

  /** What git writes; empty where it fails, and where there is no git. */
  static Optional<byte[]> run(Path directory, String... arguments) throws InterruptedException {
    return tell(directory, arguments).filter(r -> r.status() == 0).map(Tool.Result::output);
  }

  /** The same as text. */
  static Optional<String> line(Path directory, String... arguments) throws InterruptedException {
    return run(directory, arguments).map(b -> new String(b, StandardCharsets.ISO_8859_1));
  }

  /** Everything that came of it; empty where there is no git. */
  static Optional<Tool.Result<byte[]>> tell(Path directory, String... arguments)
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
            "core.fsmonitor=false"));
    command.addAll(List.of(arguments));
    try {
      return Optional.of(Tool.run(command, InputStream::readAllBytes));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
