package io.jenkins.plugins.sdkbootstrap.build;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Knows a job under any name: what builds of one job keep of builds of another has to stay true
 * when a job is renamed or moved. The id is in a file of the job's directory, which moves with it.
 */
@Restricted(NoExternalUse.class)
final class JobId {

  private static final Logger LOGGER = Logger.getLogger(JobId.class.getName());

  private static final String FILE = "sdk-bootstrap-job-id";

  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  /** What {@link #nameOf} returns. */
  static final Pattern BUILD = Pattern.compile(ID + "#[0-9]{1,9}");

  /**
   * The full names of jobs by their ids; null where they have to be read. Two jobs have one id
   * where a job's directory was copied.
   */
  private static Map<String, List<String>> names;

  private JobId() {}

  /** The id of a job, which gets one if it has none. */
  static synchronized String of(Job<?, ?> job) throws IOException {
    Optional<String> known = read(job);
    if (known.isPresent()) {
      return known.get();
    }
    String id = UUID.randomUUID().toString();
    try (StagedFile file = StagedFile.create(file(job))) {
      file.stream().write(id.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
    names = null;
    return id;
  }

  /** Whether a job has an id. */
  static boolean has(Job<?, ?> job) {
    return Files.exists(file(job));
  }

  /** The full name that the job has now; empty where it was deleted. */
  static Optional<String> name(String id) {
    return jobs(id).stream().findFirst().map(Item::getFullName);
  }

  @SuppressWarnings("try") // the context only holds
  private static synchronized List<Job<?, ?>> jobs(String id) {
    try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
      List<Job<?, ?>> known = named(id);
      // Jenkins says nothing of jobs that were renamed on disk and loaded anew.
      if (names == null || known.contains(null)) {
        names = readAll();
        known = named(id);
      }
      return known;
    }
  }

  /** The jobs of these names, each null where it is not there. */
  private static List<Job<?, ?>> named(String id) {
    List<Job<?, ?>> jobs = new ArrayList<>();
    for (String name : names == null ? List.<String>of() : names.getOrDefault(id, List.of())) {
      jobs.add(Jenkins.get().getItem("/" + name, (Item) null, Job.class));
    }
    return jobs;
  }

  /** What a build is called under any name of its job: {@code ID#NUMBER}. */
  static String nameOf(Run<?, ?> build) throws IOException {
    return of(build.getParent()) + "#" + build.getNumber();
  }

  /** The build that {@link #nameOf} called so; empty where there is none any more. */
  static Optional<Run<?, ?>> build(String name) {
    return builds(name).stream().findFirst();
  }

  /** Whether a build has ended for certain: its job is known, and none of that id runs it. */
  static boolean hasEnded(String name) {
    return !jobs(name.substring(0, name.lastIndexOf('#'))).isEmpty()
        && builds(name).stream().noneMatch(Run::isBuilding);
  }

  private static List<Run<?, ?>> builds(String name) {
    List<Run<?, ?>> builds = new ArrayList<>();
    if (BUILD.matcher(name).matches()) {
      int hash = name.lastIndexOf('#');
      int number = Integer.parseInt(name.substring(hash + 1));
      for (Job<?, ?> job : jobs(name.substring(0, hash))) {
        Run<?, ?> build = job.getBuildByNumber(number);
        if (build != null) {
          builds.add(build);
        }
      }
    }
    return builds;
  }

  @SuppressWarnings("try") // the context only holds
  private static Map<String, List<String>> readAll() {
    Map<String, List<String>> all = new HashMap<>();
    try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
      for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
        try {
          read(job)
              .ifPresent(
                  id -> all.computeIfAbsent(id, i -> new ArrayList<>()).add(job.getFullName()));
        } catch (IOException e) {
          LOGGER.log(Level.WARNING, "cannot read the id of " + job.getFullName(), e);
        }
      }
    }
    return all;
  }

  /** What is in the file; empty where that is no id, as after a failure of the disk. */
  private static Optional<String> read(Job<?, ?> job) throws IOException {
    try {
      return Optional.of(Files.readString(file(job), StandardCharsets.ISO_8859_1).strip())
          .filter(id -> ID.matcher(id).matches());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Path file(Job<?, ?> job) {
    return job.getRootDir().toPath().resolve(FILE);
  }

  static synchronized void forget() {
    names = null;
  }

  /** Notes that jobs may have other names. */
  @Extension
  public static final class Listener extends ItemListener {

    @Override
    public void onLoaded() {
      forget();
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
      forget();
    }

    @Override
    public void onDeleted(Item item) {
      forget();
    }
  }
}
