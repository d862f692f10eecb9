package io.jenkins.plugins.sdkbootstrap.verify;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import io.jenkins.plugins.sdkbootstrap.provenance.Envelope;
import io.jenkins.plugins.sdkbootstrap.provenance.RecordException;
import io.jenkins.plugins.sdkbootstrap.provenance.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks the signed provenance record beside an archive against the record and the keys. */
final class SignatureCheck {

  private final List<VerifyingKey> keys;

  /**
   * A check.
   *
   * @param keys one of them must have signed; empty to check only the format
   */
  SignatureCheck(List<VerifyingKey> keys) {
    this.keys = List.copyOf(keys);
  }

  boolean areRequired() {
    return !keys.isEmpty();
  }

  /**
   * Checks.
   *
   * @param record the record's exact bytes
   * @param report receives the checks, the findings, and what stays unproven
   */
  void check(ArchiveFiles files, byte[] record, StageVerifier.Result report) throws IOException {
    Path file = files.signedRecord();
    String name = file.getFileName().toString();
    String recordName = files.record().getFileName().toString();
    if (!Files.isRegularFile(file)) {
      if (keys.isEmpty()) {
        report
            .open()
            .add(
                "the record is not signed: anyone who can write to the store could have forged it");
      } else {
        report.findings().add(recordName + ": it is not signed, there is no " + name);
      }
      return;
    }
    Envelope envelope;
    try {
      envelope = Envelope.parse(name, SmallFile.read(file, Envelope.LARGEST + 1));
    } catch (RecordException e) {
      report.findings().add(e.getMessage());
      return;
    }
    if (!envelope.holds(record)) {
      report
          .findings()
          .add(recordName + ": it is not what is in " + name + "; one of the two has been changed");
    }
    if (keys.isEmpty()) {
      report.open().add("the record is signed, but the signer was not checked: no key was given");
      return;
    }
    Optional<VerifyingKey> signer = envelope.signer(keys);
    if (signer.isPresent()) {
      report.checked().add("signature by " + signer.get());
    } else {
      report
          .findings()
          .add(name + ": not signed by " + (keys.size() == 1 ? keys.get(0) : "any of the keys"));
    }
  }
}
