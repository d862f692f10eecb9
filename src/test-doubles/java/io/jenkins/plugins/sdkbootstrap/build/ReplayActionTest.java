package io.jenkins.plugins.sdkbootstrap.build;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Failure;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.steps.MadeStage;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.util.List;
import jenkins.model.ParameterizedJobMixIn;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.kohsuke.stapler.verb.POST;

/** What the page "Bootstrap again" of a build offers and does. */
public class ReplayActionTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PipelineJob job;
  private PipelineBuild build;

  @Before
  public void aBuildWhoseSecondStageFailed() throws Exception {
    ParameterizedJobMixIn.QUEUE.clear();
    job = new PipelineJob(folder.getRoot().toPath());
    build = job.newBuild();
    MadeStage.in(build, 1);
  }

  @Test
  public void offersTheStagesWhoseSeedIsThere() {
    List<ReplayAction.Bootstrap> bootstraps = page().getBootstraps();
    assertEquals(
        List.of(
            new ReplayAction.Bootstrap(
                new BootstrapId("sdk", "amd64", new Version("1")),
                List.of(
                    new ReplayAction.Choice(1, "stage 1: name of 1"),
                    new ReplayAction.Choice(2, "stage 2")))),
        bootstraps);
  }

  @Test
  public void buildsAgainWithTheSameParameters() {
    ParametersAction parameters = new ParametersAction(List.of());
    build.addAction(parameters);
    page().doStart("sdk", "amd64", "1", 2);
    Queue.Item item = ParameterizedJobMixIn.QUEUE.get(0);
    assertSame(parameters, item.getAction(ParametersAction.class));
    ReplayRequest request = item.getAction(ReplayRequest.class);
    assertTrue(request.isFor("sdk", "amd64"));
    assertEquals(1, request.getFromBuild());
    assertEquals(2, request.getFromStage());
    assertEquals("1", request.getVersion());
    assertTrue(item.getAction(CauseAction.class) != null);
    assertEquals(
        "Bootstraps again from stage 2 of build #1", new ReplayCause(1, 2).getShortDescription());
  }

  @Test
  public void isNotTakenForABuildThatWaitsAlready() {
    ReplayRequest request = new ReplayRequest("sdk", "amd64", "1", 1, 2);
    List<Action> waiting = List.of(new ReplayRequest("sdk", "amd64", "1", 1, 1));
    assertTrue(request.shouldSchedule(List.of()));
    assertTrue(request.shouldSchedule(waiting));
    assertFalse(request.shouldSchedule(List.of(new ReplayRequest("sdk", "amd64", "1", 1, 2))));
  }

  @Test
  public void needsThePermissionToBuild() {
    ReplayAction page = page();
    assertEquals("symbol-refresh", page.getIconFileName());
    job.forbid();
    assertEquals(null, page.getIconFileName());
    assertThrows(SecurityException.class, () -> page.doStart("sdk", "amd64", "1", 2));
    assertEquals(List.of(), ParameterizedJobMixIn.QUEUE);
  }

  @Test
  public void refusesWhatItDoesNotOffer() {
    Failure e = assertThrows(Failure.class, () -> page().doStart("sdk", "amd64", "1", 3));
    assertThat(e.getMessage(), containsString("stage 3"));
    assertThrows(Failure.class, () -> page().doStart("sdk", "amd64", "../1", 2));
    assertEquals(List.of(), ParameterizedJobMixIn.QUEUE);
  }

  @Test
  public void isAskedByPostOnly() throws Exception {
    assertTrue(
        ReplayAction.class
            .getMethod("doStart", String.class, String.class, String.class, int.class)
            .isAnnotationPresent(POST.class));
  }

  @Test
  public void isThereForBuildsWithStagesOnly() {
    ReplayAction.Factory factory = new ReplayAction.Factory();
    assertEquals(1, factory.createFor(build).size());
    assertEquals(List.of(), factory.createFor(job.newBuild()));
  }

  private ReplayAction page() {
    return (ReplayAction) new ReplayAction.Factory().createFor(build).iterator().next();
  }
}
