package jenkins.model;

import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;

/** A queue that nothing leaves. */
public abstract class ParameterizedJobMixIn<
    JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> {

  public static final List<Queue.Item> QUEUE = new ArrayList<>();

  public static Queue.Item scheduleBuild2(Job<?, ?> job, int quietPeriod, Action... actions) {
    Queue.Item item =
        new Queue.Item() {
          @Override
          public String getDisplayName() {
            return job.getFullName();
          }
        };
    for (Action action : actions) {
      item.addAction(action);
    }
    QUEUE.add(item);
    return item;
  }
}
