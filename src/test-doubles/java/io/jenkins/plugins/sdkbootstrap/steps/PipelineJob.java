package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.model.Job;
import hudson.security.Permission;
import java.io.File;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/** A job whose builds are in a directory of this machine. */
public final class PipelineJob extends Job<PipelineJob, PipelineBuild> {

  private final String name;
  private final Path folder;
  private int last;
  private boolean permitted = true;

  public PipelineJob(Path folder) {
    this("sdk", folder);
  }

  /** One that Jenkins knows by a name. */
  public PipelineJob(String name, Path folder) {
    this.name = name;
    this.folder = folder;
    Jenkins.get().add(this);
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
    return name;
  }

  @Override
  public String getUrl() {
    return "job/" + name + "/";
  }

  @Override
  public File getRootDir() {
    return folder.toFile();
  }

  @Override
  public void save() {}
}
