package io.jenkins.plugins.sdkbootstrap.build;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.sdkbootstrap.agent.EndStagesTask;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Ends stages whose build has ended without them, as soon as their agent is there: the build was
 * killed, or aborted while the agent was away, or Jenkins could not load the Pipeline again.
 *
 * <p>A file in Jenkins' home has a line for each agent on which a build has begun a stage, until
 * the build has ended and the agent was asked.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class OrphanedStages extends ComputerListener {

  private static final Logger LOGGER = Logger.getLogger(OrphanedStages.class.getName());
  private static final String FILE = "sdk-bootstrap-stages-begun.txt";
  private static final Pattern LINE = Pattern.compile(JobId.BUILD + " .*");

  /**
   * A line of the file.
   *
   * @param build as {@link JobId#nameOf} names it
   * @param node the agent; empty for the built-in node
   */
  private record Begun(String build, String node) {

    static Begun parse(String line) {
      int space = line.indexOf(' ');
      return new Begun(line.substring(0, space), line.substring(space + 1));
    }

    String line() {
      return build + " " + node;
    }

    /** Whether the agent was removed, as one that is made for each build. */
    boolean isOfNoAgent() {
      return !node.isEmpty() && Jenkins.get().getComputer(node) == null;
    }
  }

  /**
   * Notes that a build begins a stage on an agent. Where that cannot be noted, the stage runs all
   * the same.
   *
   * @return the environment for its process
   */
  public static EnvVars begin(EnvVars environment, Run<?, ?> build, String node) {
    EnvVars marked = new EnvVars(environment);
    try {
      Begun begun = new Begun(JobId.nameOf(build), node);
      change(all -> all.add(begun));
      marked.put(EndStagesTask.BUILD, begun.build());
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot note that " + build + " begins a stage", e);
    }
    return marked;
  }

  @Override
  public void onOnline(Computer computer, TaskListener listener) throws InterruptedException {
    end(begun -> begun.node().equals(computer.getName()), listener);
  }

  /** Looks after a build when it has ended. */
  @Extension
  @SuppressWarnings("rawtypes")
  public static final class Ended extends RunListener<Run> {

    @Override
    public void onFinalized(Run r) {
      Run<?, ?> build = r;
      if (SdkBuildAction.find(build).isPresent()) {
        Computer.threadPoolForRemoting.submit(
            () -> {
              String name = JobId.nameOf(build);
              end(begun -> begun.build().equals(name), TaskListener.NULL);
              return null;
            });
      }
    }
  }

  private static void end(Predicate<Begun> wanted, TaskListener listener)
      throws InterruptedException {
    try {
      for (Begun begun : read()) {
        if ((wanted.test(begun) || begun.isOfNoAgent()) && JobId.hasEnded(begun.build())) {
          FilePath anywhere = FilePathUtils.find(begun.node(), "/");
          if (anywhere != null && anywhere.act(new EndStagesTask(begun.build()))) {
            listener.getLogger().println("Ended a stage whose build has ended without it.");
          }
          if (anywhere != null || begun.isOfNoAgent()) {
            change(all -> all.remove(begun));
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // It is tried again when the agent comes back: that must not be hindered.
      LOGGER.log(Level.WARNING, "cannot look for stages whose builds have ended", e);
    }
  }

  private static synchronized void change(Predicate<Set<Begun>> change) throws IOException {
    Set<Begun> all = read();
    if (change.test(all)) {
      String text = String.join("", all.stream().map(begun -> begun.line() + "\n").toList());
      try (StagedFile file = StagedFile.create(file())) {
        file.stream().write(text.getBytes(StandardCharsets.UTF_8));
        file.commit();
      }
    }
  }

  private static Set<Begun> read() throws IOException {
    Set<Begun> all = new LinkedHashSet<>();
    if (Files.exists(file())) {
      new String(Files.readAllBytes(file()), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> LINE.matcher(line).matches()) // else the file was damaged
          .forEach(line -> all.add(Begun.parse(line)));
    }
    return all;
  }

  private static Path file() {
    return Jenkins.get().getRootDir().toPath().resolve(FILE);
  }
}
