package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Pipeline jobs of tests; every script runs in the sandbox. */
public final class Jobs {

  private Jobs() {}

  /** A job with this script: a new one, or the one of this name with another script. */
  public static WorkflowJob job(JenkinsRule r, String name, String script) throws Exception {
    WorkflowJob job = r.jenkins.getItemByFullName(name, WorkflowJob.class);
    if (job == null) {
      job = r.createProject(WorkflowJob.class, name);
    }
    job.setDefinition(new CpsFlowDefinition(script, true));
    return job;
  }

  /** Builds such a job to the end. */
  public static WorkflowRun succeed(JenkinsRule r, String name, String script) throws Exception {
    return r.buildAndAssertSuccess(job(r, name, script));
  }

  /** Builds such a job to its failure, with these lines in the log. */
  public static WorkflowRun fail(JenkinsRule r, String name, String script, String... lines)
      throws Exception {
    WorkflowRun build = r.assertBuildStatus(Result.FAILURE, job(r, name, script).scheduleBuild2(0));
    for (String line : lines) {
      r.assertLogContains(line, build);
    }
    return build;
  }

  /** Begins to build such a job and waits for a line in its log. */
  public static WorkflowRun begin(JenkinsRule r, String name, String script, String line)
      throws Exception {
    WorkflowRun build = job(r, name, script).scheduleBuild2(0).waitForStart();
    r.waitForMessage(line, build);
    return build;
  }

  /** What the build keeps of its bootstraps. */
  public static SdkBuildAction stages(Run<?, ?> build) {
    return build.getAction(SdkBuildAction.class);
  }
}
