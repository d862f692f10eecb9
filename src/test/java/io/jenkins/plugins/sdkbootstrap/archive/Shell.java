package io.jenkins.plugins.sdkbootstrap.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.AssumptionViolatedException;

/** Runs shell scripts for tests, so that names are bytes and tools judge what was made. */
public final class Shell {

  /** What a shell says of a command that it cannot find. */
  private static final int NO_SUCH_COMMAND = 127;

  private Shell() {}

  /** What the script writes; it must succeed. It runs with {@code set -e} in that folder. */
  public static byte[] run(Path folder, String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-es");
    builder.directory(folder.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(false).redirectError(ProcessBuilder.Redirect.PIPE);
    Process process = builder.start();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Thread reader =
        new Thread(
            () -> {
              try (var in = process.getErrorStream()) {
                in.transferTo(errors);
              } catch (IOException e) {
                errors.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
              }
            });
    reader.start();
    Thread writer =
        new Thread(
            () -> {
              try (var out = process.getOutputStream()) {
                out.write(script.getBytes(StandardCharsets.ISO_8859_1));
              } catch (IOException e) {
                // The script ended early; its status says so.
                return;
              }
            });
    writer.start();
    byte[] output = process.getInputStream().readAllBytes();
    int status = process.waitFor();
    reader.join();
    if (status == NO_SUCH_COMMAND && !"true".equals(System.getenv("CI"))) {
      // Whoever tries the tests out need not have every tool; continuous integration has.
      throw new AssumptionViolatedException(
          "a tool is missing: " + errors.toString(StandardCharsets.UTF_8).strip());
    }
    if (status != 0) {
      throw new AssertionError("status " + status + " of: " + script + "\n" + errors);
    }
    return output;
  }

  /** What the script writes, as text. */
  public static String text(Path folder, String script) throws IOException, InterruptedException {
    return new String(run(folder, script), StandardCharsets.UTF_8);
  }

  /** Whether a script succeeds. */
  static boolean succeeds(String script) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of("sh", "-c", script))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
