package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides which versions of a store are kept. */
final class Retention {

  private Retention() {}

  /**
   * The versions to be removed.
   *
   * @param versions of one SDK, the oldest first
   */
  static List<StoredVersion> superfluous(List<StoredVersion> versions, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep at least 1 version, not " + keep);
    }
    Map<String, List<StoredVersion>> byArch = new LinkedHashMap<>();
    for (StoredVersion version : versions) {
      byArch.computeIfAbsent(version.id().arch(), k -> new ArrayList<>()).add(version);
    }
    Set<StoredVersion> kept = new LinkedHashSet<>();
    byArch.values().forEach(ofOne -> kept.addAll(kept(ofOne, keep)));
    return versions.stream().filter(v -> !kept.contains(v)).toList();
  }

  private static Set<StoredVersion> kept(List<StoredVersion> versions, int keep) {
    List<StoredVersion> complete = versions.stream().filter(v -> v.last().isPresent()).toList();
    List<StoredVersion> counted = complete.isEmpty() ? versions : complete;
    StoredVersion oldest = counted.get(Math.max(0, counted.size() - keep));
    Set<StoredVersion> kept = new LinkedHashSet<>();
    for (StoredVersion version : versions) {
      if (StoredVersion.BY_AGE.compare(version, oldest) >= 0) {
        kept.add(version);
        if (version.last().isEmpty()) {
          begunFrom(version, complete).ifPresent(kept::add);
        }
      }
    }
    return kept;
  }

  private static Optional<StoredVersion> begunFrom(
      StoredVersion version, List<StoredVersion> complete) {
    StageRecord first = version.records().get(0);
    Seed seed = first.seed();
    return complete.stream()
        .filter(c -> c.last().orElseThrow().asSeed().sameContent(seed))
        .findFirst();
  }
}
