package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which builds of a job have made or taken which stages: a file in the job's directory, a line a
 * stage, as loading a build costs some file reads and a job may have thousands. It is made from the
 * builds where it is missing. What it says is a hint: the build itself is asked before anything is
 * taken.
 */
final class StageIndex {

  private static final String FILE = "sdk-bootstrap-stages.txt";
  private static final String UNKNOWN = "-";

  /**
   * A stage that a build has.
   *
   * @param build the build's number
   * @param sdk the SDK's name
   * @param arch its architecture
   * @param version the bootstrap
   * @param number the stage's, counted from 1
   * @param key of what it was made from, {@code sha256:HEX}; {@code -} where that is not known
   * @param made whether the build made it, and did not take it from another one
   */
  record Line(
      int build, String sdk, String arch, String version, int number, String key, boolean made) {

    private static final String MADE = "made";
    private static final String TAKEN = "taken";

    private static Line parse(String text) {
      String[] fields = text.split(" ");
      return new Line(
          Integer.parseInt(fields[0]),
          fields[1],
          fields[2],
          fields[3],
          Integer.parseInt(fields[4]),
          fields[5],
          fields[6].equals(MADE));
    }

    private String text() {
      return String.join(
          " ",
          Integer.toString(build),
          sdk,
          arch,
          version,
          Integer.toString(number),
          key,
          made ? MADE : TAKEN);
    }

    boolean isOf(BootstrapId bootstrap) {
      return sdk.equals(bootstrap.sdk())
          && arch.equals(bootstrap.arch())
          && version.equals(bootstrap.version().text());
    }
  }

  private StageIndex() {}

  /** The stages that fit, those of the newest builds first. */
  static List<Line> find(Job<?, ?> job, Predicate<Line> wanted) throws IOException {
    synchronized (job) {
      Path file = file(job);
      if (!Files.exists(file)) {
        write(file, ofBuilds(job));
      }
      List<Line> found = new ArrayList<>();
      for (String text : Files.readAllLines(file)) {
        // The last line may be half written, where the machine went down.
        if (text.matches("[0-9]{1,9}( [^ ]+){3} [0-9]{1,2} [^ ]+ (made|taken)")) {
          Line line = Line.parse(text);
          if (wanted.test(line)) {
            found.add(line);
          }
        }
      }
      Collections.reverse(found);
      found.sort((a, b) -> Integer.compare(b.build(), a.build()));
      return found;
    }
  }

  /** Notes a stage that a build has. */
  static void add(Run<?, ?> build, StageEntry stage) throws IOException {
    Job<?, ?> job = build.getParent();
    synchronized (job) {
      // Where there is no file, the first who asks makes it from all builds.
      if (Files.exists(file(job))) {
        // On a line of its own, also behind one that is half written.
        String text = "\n" + line(build, stage).text() + "\n";
        Files.writeString(file(job), text, StandardOpenOption.APPEND);
      }
    }
  }

  /** Forgets a build that is deleted. */
  static void remove(Run<?, ?> build) throws IOException {
    Job<?, ?> job = build.getParent();
    synchronized (job) {
      if (Files.exists(file(job))) {
        List<Line> others = find(job, line -> line.build() != build.getNumber());
        Collections.reverse(others);
        write(file(job), others);
      }
    }
  }

  private static Path file(Job<?, ?> job) {
    return job.getRootDir().toPath().resolve(FILE);
  }

  private static List<Line> ofBuilds(Job<?, ?> job) {
    List<Line> lines = new ArrayList<>();
    for (Run<?, ?> build = job.getLastBuild(); build != null; build = build.getPreviousBuild()) {
      Run<?, ?> holder = build;
      SdkBuildAction.find(build).stream()
          .flatMap(action -> action.getStages().stream())
          .forEach(stage -> lines.add(line(holder, stage)));
    }
    Collections.reverse(lines);
    return lines;
  }

  private static Line line(Run<?, ?> build, StageEntry stage) {
    return new Line(
        build.getNumber(),
        stage.getSdk(),
        stage.getArch(),
        stage.getVersion(),
        stage.getNumber(),
        stage.getKey().orElse(UNKNOWN),
        stage.getState() == StageEntry.State.BUILT);
  }

  private static void write(Path file, List<Line> lines) throws IOException {
    Path made = file.resolveSibling(FILE + ".tmp");
    Files.write(made, lines.stream().map(Line::text).toList(), StandardCharsets.UTF_8);
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
