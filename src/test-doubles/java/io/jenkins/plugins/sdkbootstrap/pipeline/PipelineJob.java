package io.jenkins.plugins.sdkbootstrap.pipeline;

import hudson.model.Job;
import java.io.File;
import java.nio.file.Path;

/** A job whose builds are in a directory of this machine. */
final class PipelineJob extends Job<PipelineJob, PipelineBuild> {

  private final Path folder;
  private int last;

  PipelineJob(Path folder) {
    this.folder = folder;
  }

  PipelineBuild newBuild() {
    PipelineBuild build = new PipelineBuild(this, ++last, folder.resolve(last + "").toFile());
    add(build);
    return build;
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
