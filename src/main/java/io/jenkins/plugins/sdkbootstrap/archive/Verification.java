package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.util.List;

/**
 * What verifying an archive came to.
 *
 * @param findings what is wrong, a line each that begins with the file's name; none if all is well
 * @param checked what the archive was found to agree or disagree with, in the words of the files:
 *     {@code digest}, {@code DIGESTS}, {@code index}, {@code CONTENTS}; what is not there is not
 *     among them
 * @param sha256 the archive's digest as it lies there
 * @param readWhole whether the archive could be read to its end, so that visitors saw all of it
 */
public record Verification(
    List<String> findings, List<String> checked, Digest sha256, boolean readWhole) {

  public Verification {
    findings = List.copyOf(findings);
    checked = List.copyOf(checked);
  }

  public boolean isGood() {
    return findings.isEmpty();
  }
}
