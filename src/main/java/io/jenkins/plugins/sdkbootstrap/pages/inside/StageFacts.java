package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a build knows of a stage, for programs. */
@ExportedBean(defaultVisibility = 2)
public final class StageFacts {

  private final StageEntry stage;

  StageFacts(StageEntry stage) {
    this.stage = stage;
  }

  /** The SDK's name. */
  @Exported
  public String getSdk() {
    return stage.getSdk();
  }

  /** The architecture. */
  @Exported
  public String getArch() {
    return stage.getArch();
  }

  /** The bootstrap. */
  @Exported
  public String getVersion() {
    return stage.getVersion();
  }

  /** Counted from 1. */
  @Exported
  public int getNumber() {
    return stage.getNumber();
  }

  /** As sdk.yaml calls it. */
  @Exported
  public String getName() {
    return stage.getName();
  }

  /** built or reused. */
  @Exported
  public String getState() {
    return stage.getState().name().toLowerCase(Locale.ROOT);
  }

  /** The build that holds its files. */
  @Exported
  public int getBuild() {
    return stage.getBuild();
  }

  /** The tarball's name among that build's artifacts. */
  @Exported
  public String getArtifact() {
    return stage.getArtifact();
  }

  /** The tarball's digest, {@code sha256:HEX}. */
  @Exported
  public String getDigest() {
    return stage.getSha256();
  }

  /** The tarball's bytes. */
  @Exported
  public long getSize() {
    return stage.getSize();
  }

  /** The bytes of the tar stream in it. */
  @Exported
  public long getTarSize() {
    return stage.getTarSize();
  }

  /** How many entries it has. */
  @Exported
  public long getEntries() {
    return stage.getEntries();
  }
}
