package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks git about a checkout. Does not change it, and runs no program that the checkout names. */
final class Git {

  private Git() {}

  /** The output of git; empty if it fails, or if there is no git. */
  static Optional<byte[]> run(Path directory, String... arguments) throws InterruptedException {
    return tell(directory, arguments).filter(r -> r.status() == 0).map(Tool.Result::output);
  }

  /** The same as text. */
  static Optional<String> line(Path directory, String... arguments) throws InterruptedException {
    return run(directory, arguments).map(b -> new String(b, StandardCharsets.ISO_8859_1));
  }

  /** The whole result; empty if there is no git. */
  static Optional<Tool.Result<byte[]>> tell(Path directory, String... arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    // Without locks, for a checkout that is read-only or in use; without a monitor, which is a
    // program that the checkout names.
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
