package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;

/**
 * The packages of a stage in numbers.
 *
 * @param sbom the SHA-256 of the SBOM that lists them
 * @param count how many
 * @param size bytes of their files
 */
public record PackageSummary(Digest sbom, int count, long size) implements Serializable {

  public PackageSummary {
    if (!sbom.algorithm().equals("sha256") || count < 0 || size < 0) {
      throw new IllegalArgumentException("no SHA-256 of an SBOM, or a size below 0");
    }
  }
}
