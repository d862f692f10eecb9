package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An SDK that an earlier build of the same job came to: what {@code seed: previous} means.
 *
 * @param build the build that holds it
 * @param stage its last stage
 */
public record PreviousSdk(Run<?, ?> build, StageEntry stage) {

  private static final int MOST_BUILDS = 300;

  /** The SDK of this job's last successful build, whatever it is called. */
  public static PreviousSdk ofJob(Run<?, ?> current) throws AbortException {
    return find(current, stage -> true)
        .orElseThrow(
            () ->
                new AbortException(
                    "no earlier successful build of "
                        + current.getParent().getFullName()
                        + " has an SDK; give the very first bootstrap a seed tarball"));
  }

  /** The newest SDK of a successful build before this one that is such. */
  public static Optional<PreviousSdk> find(Run<?, ?> current, Predicate<StageEntry> such) {
    Run<?, ?> build = current.getPreviousBuild();
    for (int n = 0; build != null && n < MOST_BUILDS; n++) {
      SdkBuildAction action = build.getAction(SdkBuildAction.class);
      if (action != null && build.getResult() == Result.SUCCESS) {
        for (StageEntry stage : action.getStages()) {
          Run<?, ?> holder = stage.isLast() && such.test(stage) ? holder(build, stage) : null;
          if (holder != null) {
            return Optional.of(new PreviousSdk(holder, stage));
          }
        }
      }
      build = build.getPreviousBuild();
    }
    return Optional.empty();
  }

  private static Run<?, ?> holder(Run<?, ?> build, StageEntry stage) {
    return stage.getState() == StageEntry.State.BUILT
        ? build
        : build.getParent().getBuildByNumber(stage.getBuild());
  }

  /** The name of the SDK's tarball among the build's artifacts. */
  public String artifact() {
    return stage.getArtifact();
  }

  /** The tarball's digest. */
  public Digest digest() {
    return Digest.parse(stage.getSha256());
  }
}
