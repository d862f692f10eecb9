package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.StandardArtifactManager;

/** A build, with its log and what it showed as stages. */
public final class PipelineBuild extends Run<PipelineJob, PipelineBuild>
    implements Queue.Executable {

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream logger = new PrintStream(log, true, StandardCharsets.UTF_8);
  private final List<String> stages = new ArrayList<>();

  PipelineBuild(PipelineJob job, int number, File folder) {
    super(job, number, folder, new StandardArtifactManager());
    ((StandardArtifactManager) getArtifactManager()).onLoad(this);
  }

  /** As of a whole Jenkins; tests run the Pipeline themselves. */
  @Override
  public void run() {}

  /** Runs a Pipeline to its end; what its last expression is. */
  Object run(Pipeline pipeline, String script) throws Exception {
    try {
      Object result = pipeline.run(this, script);
      end(Result.SUCCESS);
      return result;
    } catch (Throwable e) {
      logger.println("ERROR: " + e.getMessage());
      end(Result.FAILURE);
      throw e;
    }
  }

  PrintStream logger() {
    return logger;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** The Pipeline stages, in the order they were opened. */
  List<String> stages() {
    return stages;
  }

  public Path artifacts() {
    return getRootDir().toPath().resolve("archive");
  }

  /** The numbers of the stages that it has, in the order they were done. */
  List<Integer> numbers() {
    return entries().map(StageEntry::getNumber).toList();
  }

  /** How it got them. */
  List<StageEntry.State> states() {
    return entries().map(StageEntry::getState).toList();
  }

  private Stream<StageEntry> entries() {
    return SdkBuildAction.find(this).stream().flatMap(action -> action.getStages().stream());
  }
}
