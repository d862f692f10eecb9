package io.jenkins.plugins.sdkbootstrap;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFuzz;
import io.jenkins.plugins.sdkbootstrap.provenance.StageFuzz;
import java.util.Locale;

/**
 * The things that are fuzzed. {@code .ci/fuzz} runs this class under Jazzer, which calls {@link
 * #fuzzerTestOneInput}, with the name of one of them in the system property {@code target}.
 */
public enum FuzzTarget {
  TAR(ArchiveFuzz::tar),
  ARCHIVE(ArchiveFuzz::archive),
  SEEK_TABLE(ArchiveFuzz::seekTable),
  INDEX(ArchiveFuzz::index),
  STORED_INDEX(ArchiveFuzz::storedIndex),
  DIGESTS(ArchiveFuzz::digests),
  RECORD(StageFuzz::record),
  ENVELOPE(StageFuzz::envelope),
  SDK_YAML(StageFuzz::sdkYaml),
  KEY(StageFuzz::key),
  ELF(StageFuzz::elf);

  private static final String CHOSEN = System.getProperty("target", TAR.folder());

  /** Takes any bytes; throws where something is wrong with the project and not with them. */
  @FunctionalInterface
  private interface Body {
    void accept(byte[] data) throws Exception;
  }

  private final Body body;

  FuzzTarget(Body body) {
    this.body = body;
  }

  /** Its name, and that of the folder with what was found for it. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Tries it with these bytes. */
  public void accept(byte[] data) throws Exception {
    body.accept(data);
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    for (FuzzTarget target : values()) {
      if (target.folder().equals(CHOSEN)) {
        target.accept(data);
        return;
      }
    }
    throw new IllegalArgumentException("no target " + CHOSEN);
  }
}
