package io.jenkins.plugins.sdkbootstrap.build;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.StandardArtifactManager;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Removes the tarballs that a job's {@link RetentionProperty} no longer keeps, when one of its
 * builds has ended. Only where artifacts are files of the controller: other stores have rules of
 * their own for that, and Jenkins has no way to remove single artifacts from them.
 */
@Extension
@SuppressWarnings("rawtypes")
@Restricted(NoExternalUse.class)
public final class RetentionListener extends RunListener<Run> {

  private static final Logger LOGGER = Logger.getLogger(RetentionListener.class.getName());

  /** How many builds are looked at for what a killed controller left. */
  private static final int MOST_SWEPT = 10;

  @Override
  public void onFinalized(Run r) {
    Run<?, ?> build = r;
    Job<?, ?> job = build.getParent();
    RetentionProperty rule = job.getProperty(RetentionProperty.class);
    if (build.getAction(SdkBuildAction.class) == null) {
      return;
    }
    sweep(build);
    if (rule == null) {
      return;
    }
    // Two builds that end at once would look at the same files.
    synchronized (job) {
      ExpiredTarballs tarballs = ExpiredTarballs.of(job.getLastBuild(), rule);
      tarballs.expired().forEach(RetentionListener::remove);
      tarballs.released().forEach(RetentionListener::release);
    }
  }

  @Override
  public void onDeleted(Run r) {
    try {
      StageIndex.remove(r);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot update the index of stages of " + r.getParent(), e);
    }
    release(r);
  }

  /**
   * Removes what was being sent when the controller died; a build that ended with it is not heard
   * of.
   */
  private static void sweep(Run<?, ?> ended) {
    Run<?, ?> build = ended;
    for (int n = 0; n < MOST_SWEPT && build != null; n++) {
      Path artifacts = build.getRootDir().toPath().resolve(StageArtifacts.STANDARD_FOLDER);
      if (Files.isDirectory(artifacts) && build.getAction(SdkBuildAction.class) != null) {
        try (DirectoryStream<Path> sdks =
            Files.newDirectoryStream(artifacts, path -> Files.isDirectory(path))) {
          for (Path sdk : sdks) {
            StagedFile.sweepDirectory(sdk);
          }
        } catch (IOException e) {
          LOGGER.log(Level.WARNING, "cannot remove what is left of uploads of " + build, e);
        }
      }
      build = build.getPreviousBuild();
    }
  }

  private static void release(Run<?, ?> build) {
    try {
      HeldBuilds.release(build);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot release the builds whose stages " + build + " reuses", e);
    }
  }

  private static void remove(ExpiredTarballs.Expired tarball) {
    Run<?, ?> build = tarball.build();
    if (!(build.getArtifactManager() instanceof StandardArtifactManager)) {
      return;
    }
    Path folder = build.getRootDir().toPath().resolve(StageArtifacts.STANDARD_FOLDER);
    StageEntry stage = tarball.stage();
    List<Path> files = new ArrayList<>();
    files.add(folder.resolve(stage.getTarball()));
    files.add(StageArtifacts.keptIndex(build, stage.getTarball()));
    if (stage.isLast()) {
      files.add(folder.resolve(StageArtifacts.releaseFiles(stage).archive()));
    }
    for (Path file : files) {
      try {
        if (Files.deleteIfExists(file)) {
          LOGGER.log(Level.FINE, "removed {0}", file);
        }
      } catch (IOException e) {
        LOGGER.log(Level.WARNING, "cannot remove " + file, e);
      }
    }
  }
}
