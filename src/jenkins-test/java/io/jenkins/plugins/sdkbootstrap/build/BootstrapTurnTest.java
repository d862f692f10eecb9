package io.jenkins.plugins.sdkbootstrap.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.steps.Jobs;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class BootstrapTurnTest {

  private static final BootstrapId ID = new BootstrapId("sdk", "amd64", new Version("1"));

  private static final String SCRIPT =
      """
      echo 'before'
      catchError {
        echo 'in a block'
        error 'fails'
      }
      echo 'goes on'
      sleep 600
      """;

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();

  /** The id of the step with this argument. */
  private static String step(WorkflowRun build, String argument) {
    return new DepthFirstScanner()
        .allNodes(build.getExecution()).stream()
            .filter(node -> argument.equals(ArgumentsAction.getStepArgumentsAsString(node)))
            .findFirst()
            .orElseThrow()
            .getId();
  }

  @Test
  public void endsWithTheStepThatTookItOrABlockAroundIfThatFails() throws Exception {
    WorkflowRun first = Jobs.begin(JENKINS, "turns", SCRIPT, "goes on");
    WorkflowRun second = Jobs.begin(JENKINS, "turns", SCRIPT, "goes on");
    assertEquals(Optional.empty(), BootstrapTurn.take(first, ID, step(first, "before")));
    assertEquals(Optional.of(first), BootstrapTurn.take(second, ID, step(second, "before")));
    String later = step(first, "goes on");
    assertThrows(AbortException.class, () -> BootstrapTurn.take(first, ID, later));
    for (String failed : List.of("fails", "in a block")) {
      BootstrapTurn.end(first, ID);
      assertEquals(Optional.empty(), BootstrapTurn.take(first, ID, step(first, failed)));
      assertEquals(failed, Optional.empty(), BootstrapTurn.holder(second, ID));
      assertEquals(failed, Optional.empty(), BootstrapTurn.take(first, ID, later));
      assertEquals(failed, Optional.of(first), BootstrapTurn.holder(second, ID));
    }
    for (WorkflowRun build : List.of(first, second)) {
      build.getExecutor().interrupt();
      JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
    }
  }
}
