package io.jenkins.plugins.sdkbootstrap.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what comes out while one tarball is verified. */
public final class VerifyReport {

  private final Path archive;
  private final List<String> checked = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  VerifyReport(Path archive) {
    this.archive = archive;
  }

  /** Something that the tarball was compared with, well or not. */
  public void checked(String what) {
    checked.add(what);
  }

  public void found(String finding) {
    findings.add(finding);
  }

  /** Something that nothing here proves. */
  public void open(String what) {
    open.add(what);
  }

  boolean isGood() {
    return findings.isEmpty();
  }

  StageVerifier.Result result() {
    return new StageVerifier.Result(archive, checked, findings, open);
  }
}
