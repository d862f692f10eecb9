package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.MountInput;
import io.jenkins.plugins.sdkbootstrap.provenance.RecordWriter;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Compares the inputs of a stored stage with today's inputs. */
public final class Drift {

  /** A record may come from anyone, so the number of lines is limited. */
  private static final int MOST_LINES = 100;

  private static final int LONGEST_LINE = 500;

  private final List<String> lines = new ArrayList<>();

  private Drift() {}

  /**
   * The differences, one line each for people; empty if there are none.
   *
   * @param then the inputs of the earlier run
   * @param now today's inputs
   */
  public static List<String> lines(StageInputs then, StageInputs now) {
    Drift drift = new Drift();
    StageSpec was = then.spec();
    StageSpec is = now.spec();
    drift.compare("name", Printable.quoted(was.name()), Printable.quoted(is.name()));
    drift.compare(
        "script " + Printable.plain(is.script()), then.script().brief(), now.script().brief());
    drift.repos(then, now);
    drift.env(was.env(), is.env());
    drift.compare("isolated", was.isolated(), is.isolated());
    drift.compare("archiveRepos", was.archiveRepos(), is.archiveRepos());
    drift.compare("network", was.network(), is.network());
    drift.compare("reuse", RecordWriter.id(was.reuse()), RecordWriter.id(is.reuse()));
    if (was.repoMode() == RepoMode.SEED && is.repoMode() == RepoMode.SEED) {
      drift.list("mount points of the seed's repositories", then.repoMounts(), now.repoMounts());
    }
    drift.list(
        "mounts",
        was.mounts().stream().map(Drift::text).toList(),
        is.mounts().stream().map(Drift::text).toList());
    drift.mounts(then, now);
    drift.list("clean", was.clean(), is.clean());
    drift.compare("sourceDateEpoch", then.sourceDateEpoch(), now.sourceDateEpoch());
    return drift.shown();
  }

  /**
   * The same for a stage on record. If an input changed while it ran, nobody knows which content
   * its script saw, so the input counts as different.
   */
  public static List<String> lines(StageRecord then, StageInputs now) {
    List<String> lines = new ArrayList<>(lines(then.inputs(), now));
    then.run().changes().forEach(change -> lines.add(change.toString()));
    return List.copyOf(lines);
  }

  /** A mount without a digest does not differ from itself. */
  private void mounts(StageInputs then, StageInputs now) {
    Map<MountSpec, MountInput> was = new HashMap<>();
    then.mounts().forEach(mount -> was.put(mount.mount(), mount));
    for (MountInput mount : now.mounts()) {
      MountInput before = was.get(mount.mount());
      if (before != null && !Objects.equals(digest(before), digest(mount))) {
        lines.add(
            "mount "
                + Printable.plain(mount.mount().mount())
                + ": "
                + held(before)
                + " then, "
                + held(mount)
                + " now");
      }
    }
  }

  private static Digest digest(MountInput mount) {
    return mount.known().map(RepoDigest::sha256).orElse(null);
  }

  private static String held(MountInput mount) {
    return mount.known().map(RepoDigest::toString).orElse("unknown");
  }

  private List<String> shown() {
    List<String> shown = new ArrayList<>();
    for (String line : lines.subList(0, Math.min(lines.size(), MOST_LINES))) {
      shown.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line);
    }
    if (lines.size() > MOST_LINES) {
      shown.add((lines.size() - MOST_LINES) + " more differences");
    }
    return List.copyOf(shown);
  }

  private static String text(MountSpec mount) {
    return mount.path() + " at " + mount.mount() + (mount.writable() ? ", writable" : "");
  }

  private void compare(String what, Object then, Object now) {
    if (!then.equals(now)) {
      lines.add(
          what
              + ": "
              + Printable.plain(then.toString())
              + " then, "
              + Printable.plain(now.toString())
              + " now");
    }
  }

  private void repos(StageInputs then, StageInputs now) {
    if (then.spec().repoMode() == RepoMode.SEED || now.spec().repoMode() == RepoMode.SEED) {
      compare("repos", mode(then), mode(now));
      if (then.spec().repoMode() != now.spec().repoMode()) {
        return;
      }
    }
    Map<String, RepoInput> was = byName(then);
    Map<String, RepoInput> is = byName(now);
    for (RepoInput repo : now.repos()) {
      RepoInput before = was.get(repo.repo().name());
      String name = "repo " + repo.repo().name();
      if (before == null) {
        lines.add(name + ": added, " + repo.digest());
        continue;
      }
      compare(name + " mount", before.repo().mount(), repo.repo().mount());
      if (!before.digest().sameContent(repo.digest())) {
        lines.add(name + ": " + before.digest() + " then, " + repo.digest() + " now");
      }
    }
    was.forEach(
        (name, repo) -> {
          if (!is.containsKey(name)) {
            lines.add("repo " + Printable.plain(name) + ": removed, " + repo.digest());
          }
        });
  }

  private static String mode(StageInputs inputs) {
    return inputs.spec().repoMode() == RepoMode.SEED ? "those of the seed" : "those of sdk.yaml";
  }

  private static Map<String, RepoInput> byName(StageInputs inputs) {
    Map<String, RepoInput> byName = new LinkedHashMap<>();
    inputs.repos().forEach(r -> byName.put(r.repo().name(), r));
    return byName;
  }

  private void env(Map<String, String> then, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String was = then.get(name);
      String is = now.get(name);
      String what = "env " + Printable.plain(name);
      if (was == null) {
        lines.add(what + ": added, " + Printable.quoted(is));
      } else if (is == null) {
        lines.add(what + ": removed, " + Printable.quoted(was));
      } else if (!Objects.equals(was, is)) {
        lines.add(what + ": " + Printable.quoted(was) + " then, " + Printable.quoted(is) + " now");
      }
    }
  }

  private void list(String what, List<String> then, List<String> now) {
    int before = lines.size();
    then.stream()
        .filter(item -> !now.contains(item))
        .forEach(item -> lines.add(what + ": removed, " + Printable.plain(item)));
    now.stream()
        .filter(item -> !then.contains(item))
        .forEach(item -> lines.add(what + ": added, " + Printable.plain(item)));
    if (lines.size() == before && !then.equals(now)) {
      lines.add(what + ": in another order");
    }
  }
}
