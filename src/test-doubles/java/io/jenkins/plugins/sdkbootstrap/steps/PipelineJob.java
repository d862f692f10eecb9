package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.model.Job;
import hudson.security.Permission;
import java.io.File;
import java.nio.file.Path;

/** A job whose builds are in a directory of this machine. */
public final class PipelineJob extends Job<PipelineJob, PipelineBuild> {

  private final Path folder;
  private int last;
  private boolean permitted = true;

  public PipelineJob(Path folder) {
    this.folder = folder;
  }

  public PipelineBuild newBuild() {
    PipelineBuild build = new PipelineBuild(this, ++last, folder.resolve(last + "").toFile());
    add(build);
    return build;
  }

  /** Lets nobody do anything any more. */
  public void forbid() {
    permitted = false;
  }

  @Override
  public boolean hasPermission(Permission permission) {
    return permitted;
  }

  @Override
  public void checkPermission(Permission permission) {
    if (!permitted) {
      throw new SecurityException("forbidden");
    }
  }

  @Override
  public boolean isBuildable() {
    return true;
  }

  @Override
  public String getFullName() {
    return "sdk";
  }

  @Override
  public String getUrl() {
    return "job/sdk/";
  }

  @Override
  public File getRootDir() {
    return folder.toFile();
  }

  @Override
  public void save() {}
}
