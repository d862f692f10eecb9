package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Keeps builds whose stages other builds have taken: a stage that is taken is not copied, so it
 * would be gone with the build that made it. Jenkins has one mark for that, <em>keep this build
 * forever</em>, which is set when a stage is taken and removed when no build is left that has taken
 * one. A seed is not held: in a job whose builds each start from the SDK before, no build could
 * ever be deleted.
 */
@Restricted(NoExternalUse.class)
public final class HeldBuilds {

  private HeldBuilds() {}

  /** Notes that a build reuses what another one, perhaps of another job, has made. */
  public static void hold(Run<?, ?> holder, Run<?, ?> user) throws IOException {
    Optional<SdkBuildAction> action = SdkBuildAction.find(holder);
    if (holder == user || action.isEmpty()) {
      return;
    }
    synchronized (action.get()) {
      if (action.get().addUser(name(holder, user), !holder.isKeepLog())) {
        mark(holder, true);
      }
    }
  }

  /** Notes that a build is deleted, or that what it reuses is no longer kept for it. */
  @SuppressWarnings("try") // the context only holds
  static void release(Run<?, ?> user) throws IOException {
    // Who deletes a build need not see the jobs that have to do with it.
    try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
      releaseAll(user);
    }
  }

  private static void releaseAll(Run<?, ?> user) throws IOException {
    Set<Run<?, ?>> holders = new HashSet<>();
    SdkBuildAction taken = SdkBuildAction.find(user).orElse(null);
    if (taken == null) {
      return;
    }
    for (StageEntry stage : taken.getStages()) {
      Run<?, ?> holder = stage.holder(user);
      if (holder != null && holder != user) {
        holders.add(holder);
      }
    }
    for (Run<?, ?> holder : holders) {
      SdkBuildAction action = SdkBuildAction.find(holder).orElse(null);
      if (action == null) {
        continue;
      }
      synchronized (action) {
        List<String> gone = new ArrayList<>(List.of(name(holder, user)));
        action.getUsers().stream().filter(id -> find(holder, id).isEmpty()).forEach(gone::add);
        if (action.removeUsers(gone)) {
          mark(holder, false);
        }
      }
    }
  }

  /** The builds that reuse what this one has made. */
  @SuppressWarnings("try") // the context only holds
  static List<Run<?, ?>> users(Run<?, ?> holder) {
    List<Run<?, ?>> users = new ArrayList<>();
    try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
      for (String id :
          SdkBuildAction.find(holder).map(SdkBuildAction::getUsers).orElse(List.of())) {
        find(holder, id).ifPresent(users::add);
      }
    }
    return users;
  }

  /** Whether people have said that a build is to be kept. */
  static boolean isKeptByPeople(Run<?, ?> build) {
    return build.isKeepLog()
        && !SdkBuildAction.find(build).map(SdkBuildAction::isHeld).orElse(false);
  }

  /** A user's name: {@code #NUMBER} in the holder's job, {@code ID#NUMBER} in another one. */
  private static String name(Run<?, ?> holder, Run<?, ?> user) throws IOException {
    boolean same = holder.getParent() == user.getParent();
    return (same ? "" : JobId.of(user.getParent())) + "#" + user.getNumber();
  }

  private static Optional<Run<?, ?>> find(Run<?, ?> holder, String name) {
    int hash = name.lastIndexOf('#');
    Optional<Job<?, ?>> job =
        hash == 0
            ? Optional.of(holder.getParent())
            : JobId.name(name.substring(0, hash))
                .<Job<?, ?>>map(
                    now -> Jenkins.get().getItem("/" + now, (Item) holder.getParent(), Job.class));
    return job.map(found -> found.getBuildByNumber(Integer.parseInt(name.substring(hash + 1))));
  }

  /** As Jenkins itself: a user who may start a build need not have the right to keep one. */
  @SuppressWarnings("try") // the context only holds
  private static void mark(Run<?, ?> holder, boolean keep) throws IOException {
    try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
      holder.keepLog(keep);
    }
  }
}
