package io.jenkins.plugins.sdkbootstrap.build;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
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

  private static final Logger LOGGER = Logger.getLogger(HeldBuilds.class.getName());

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
      for (Run<?, ?> holder : holders(user)) {
        release(holder, List.of(name(holder, user)));
      }
    }
  }

  /** The builds that a build has taken stages of. */
  private static Set<Run<?, ?>> holders(Run<?, ?> user) {
    Set<Run<?, ?>> holders = new HashSet<>();
    for (StageEntry stage :
        SdkBuildAction.find(user).map(SdkBuildAction::getStages).orElse(List.of())) {
      Run<?, ?> holder = stage.holder(user);
      if (holder != null && holder != user) {
        holders.add(holder);
      }
    }
    return holders;
  }

  /** Keeps a build no longer for these users, nor for those that are there no longer. */
  private static void release(Run<?, ?> holder, List<String> users) throws IOException {
    SdkBuildAction action = SdkBuildAction.find(holder).orElse(null);
    if (action == null) {
      return;
    }
    synchronized (action) {
      List<String> gone = new ArrayList<>(users);
      action.getUsers().stream().filter(id -> find(holder, id).isEmpty()).forEach(gone::add);
      if (action.removeUsers(gone)) {
        mark(holder, false);
      }
    }
  }

  /**
   * Releases what the builds of a deleted job held. Jenkins deletes a job without a word about its
   * builds, and they cannot be read afterwards.
   */
  @Extension
  public static final class Listener extends ItemListener {

    /** What the builds of jobs that are about to be deleted have taken stages of. */
    private final Map<Item, Set<Run<?, ?>>> holders =
        Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    @SuppressWarnings("try") // the context only holds
    public void onCheckDelete(Item item) {
      // A job that holds builds of others has an id, and not every job's builds need be loaded.
      if (item instanceof Job<?, ?> job && JobId.has(job)) {
        Set<Run<?, ?>> others = new HashSet<>();
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
          for (Run<?, ?> user = job.getLastBuild(); user != null; user = user.getPreviousBuild()) {
            others.addAll(holders(user));
          }
        }
        others.removeIf(holder -> holder.getParent() == job);
        holders.put(item, others);
      }
    }

    @Override
    @SuppressWarnings("try") // the context only holds
    public void onDeleted(Item item) {
      Set<Run<?, ?>> others = holders.remove(item);
      if (others == null) {
        return;
      }
      JobId.forget();
      try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
        for (Run<?, ?> holder : others) {
          // To save one that was deleted meanwhile, as with the same folder, would bring it back.
          if (holder.getRootDir().isDirectory()) {
            release(holder, List.of());
          }
        }
      } catch (IOException e) {
        LOGGER.log(Level.WARNING, "cannot release the builds whose stages " + item + " reused", e);
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
    return same ? "#" + user.getNumber() : JobId.nameOf(user);
  }

  private static Optional<Run<?, ?>> find(Run<?, ?> holder, String name) {
    return name.startsWith("#")
        ? Optional.ofNullable(
            holder.getParent().getBuildByNumber(Integer.parseInt(name.substring(1))))
        : JobId.build(name);
  }

  /** As Jenkins itself: a user who may start a build need not have the right to keep one. */
  @SuppressWarnings("try") // the context only holds
  private static void mark(Run<?, ?> holder, boolean keep) throws IOException {
    try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
      holder.keepLog(keep);
    }
  }
}
