package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.packages.SdkPackage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packages of SBOMs by their digest, up to a number; the least recently used go first. */
final class PackageCache {

  /** Some 600 bytes each. */
  private static final int MOST = 50_000;

  private final Map<Digest, List<SdkPackage>> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** What is kept of this SBOM; null where nothing is. */
  synchronized List<SdkPackage> get(Digest sbom) {
    return kept.get(sbom);
  }

  synchronized void keep(Digest sbom, List<SdkPackage> packages) {
    kept.put(sbom, packages);
    int count = kept.values().stream().mapToInt(List::size).sum();
    Iterator<List<SdkPackage>> oldest = kept.values().iterator();
    while (count > MOST && oldest.hasNext()) {
      count -= oldest.next().size();
      oldest.remove();
    }
  }
}
