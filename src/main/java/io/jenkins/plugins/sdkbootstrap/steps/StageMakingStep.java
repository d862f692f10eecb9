package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** A step by which stages of a bootstrap come to be. */
public abstract class StageMakingStep extends PrivilegedStep {

  private String version;
  private String arch;
  private String compression;
  private String signingKey;

  /** The bootstrap's version; null for the build's. */
  public String getVersion() {
    return version;
  }

  @DataBoundSetter
  public void setVersion(String version) {
    this.version = Util.fixEmptyAndTrim(version);
  }

  /** The architecture; null for sdk.yaml's. */
  public String getArch() {
    return arch;
  }

  @DataBoundSetter
  public void setArch(String arch) {
    this.arch = Util.fixEmptyAndTrim(arch);
  }

  /** How tarballs are compressed; null for sdk.yaml's, then for what is configured. */
  public String getCompression() {
    return compression;
  }

  @DataBoundSetter
  public void setCompression(String compression) {
    this.compression = Util.fixEmptyAndTrim(compression);
  }

  /** The ID of a credential with the key that signs records; null to sign none. */
  public String getSigningKey() {
    return signingKey;
  }

  @DataBoundSetter
  public void setSigningKey(String signingKey) {
    this.signingKey = Util.fixEmptyAndTrim(signingKey);
  }

  @Override
  void check() {
    Require.version(version);
    Require.compression(compression);
    super.check();
  }
}
