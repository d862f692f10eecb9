package io.jenkins.plugins.sdkbootstrap.build;

import hudson.EnvVars;
import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.sdkbootstrap.agent.StagesTask;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Ends stages whose build has ended without them, when their agent is back: the build was aborted
 * while the agent was away, or Jenkins could not load the Pipeline again.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class OrphanedStages extends ComputerListener {

  private static final Logger LOGGER = Logger.getLogger(OrphanedStages.class.getName());

  /** The environment of a stage's process on an agent, with the build by which it is found. */
  public static EnvVars marked(EnvVars environment, Run<?, ?> build) throws IOException {
    EnvVars marked = new EnvVars(environment);
    marked.put(StagesTask.BUILD, JobId.nameOf(build));
    return marked;
  }

  @Override
  public void onOnline(Computer computer, TaskListener listener)
      throws IOException, InterruptedException {
    Node node = computer.getNode();
    if (node == null || node.getRootPath() == null) {
      return;
    }
    try {
      Set<String> orphaned = new HashSet<>();
      for (String build : node.getRootPath().act(new StagesTask(Set.of()))) {
        Optional<Run<?, ?>> ended = JobId.build(build).filter(known -> !known.isBuilding());
        if (ended.isPresent()) {
          listener
              .getLogger()
              .println(
                  "ending a stage of " + ended.get().getFullDisplayName() + ", which has ended");
          orphaned.add(build);
        }
      }
      if (!orphaned.isEmpty()) {
        node.getRootPath().act(new StagesTask(orphaned));
      }
    } catch (IOException | RuntimeException e) {
      // An agent must come online, whatever runs there.
      LOGGER.log(Level.WARNING, "cannot look for stages on " + computer.getName(), e);
    }
  }
}
