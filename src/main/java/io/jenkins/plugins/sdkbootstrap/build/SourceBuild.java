package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.Functions;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.AccessControlled;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Finds the build that someone names by job and number. */
@Restricted(NoExternalUse.class)
public final class SourceBuild {

  /** The word for a job's last build that was successful. */
  static final String LAST_SUCCESSFUL = "lastSuccessful";

  /** The word for a job's last build that has ended. */
  static final String LAST_COMPLETED = "lastCompleted";

  private SourceBuild() {}

  /**
   * A build whose artifacts the current thread's authentication may read.
   *
   * @param current the build that asks; its own job's artifacts it may always read
   * @param fromJob the job's name, relative to the asking job's folder or from {@code /}; null for
   *     the asking job
   * @param fromBuild a number, {@link #LAST_SUCCESSFUL} or {@link #LAST_COMPLETED}; null for the
   *     first of these
   * @throws AbortException with one line, where there is none or it may not be read
   */
  public static Run<?, ?> find(Run<?, ?> current, String fromJob, String fromBuild)
      throws AbortException {
    Job<?, ?> job = fromJob == null ? current.getParent() : job(current, fromJob);
    String which = fromBuild == null ? LAST_SUCCESSFUL : fromBuild;
    Run<?, ?> build = build(job, which);
    if (build == null) {
      throw new AbortException(
          "there is no build " + which + " of " + job.getFullName() + ", or no longer");
    }
    requireReadable(current, job, build, fromJob);
    return build;
  }

  /**
   * Jobs whose builds' artifacts the current thread's authentication may read.
   *
   * @param names relative to the asking job's folder or from {@code /}
   * @throws AbortException with one line, where there is no such job or it may not be read
   */
  public static List<Job<?, ?>> jobs(Run<?, ?> current, List<String> names) throws AbortException {
    List<Job<?, ?>> jobs = new ArrayList<>();
    for (String name : names) {
      Job<?, ?> job = job(current, name);
      requireReadable(current, job, job, name);
      jobs.add(job);
    }
    return jobs;
  }

  private static void requireReadable(
      Run<?, ?> current, Job<?, ?> job, AccessControlled artifacts, String name)
      throws AbortException {
    if (job != current.getParent()
        && (!job.hasPermission(Item.READ)
            || Functions.isArtifactsPermissionEnabled()
                && !artifacts.hasPermission(Run.ARTIFACTS))) {
      throw missing(name);
    }
  }

  private static Job<?, ?> job(Run<?, ?> current, String fromJob) throws AbortException {
    Job<?, ?> job = Jenkins.get().getItem(fromJob, (Item) current.getParent(), Job.class);
    if (job == null) {
      throw missing(fromJob);
    }
    return job;
  }

  /** One message for both, so that nobody learns what jobs there are. */
  private static AbortException missing(String fromJob) {
    return new AbortException(
        "there is no job " + fromJob + " whose artifacts this build may read");
  }

  private static Run<?, ?> build(Job<?, ?> job, String which) throws AbortException {
    switch (which) {
      case LAST_SUCCESSFUL:
        return job.getLastSuccessfulBuild();
      case LAST_COMPLETED:
        return job.getLastCompletedBuild();
      default:
        try {
          return job.getBuildByNumber(Integer.parseInt(which));
        } catch (NumberFormatException e) {
          throw new AbortException(
              "fromBuild '"
                  + which
                  + "': it is a build's number, "
                  + LAST_SUCCESSFUL
                  + " or "
                  + LAST_COMPLETED);
        }
    }
  }
}
