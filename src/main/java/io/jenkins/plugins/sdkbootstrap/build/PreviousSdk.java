package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.PreviousSeed;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * An SDK that an earlier build of the same job came to, or a stage of it: what {@code seed:
 * previous} means.
 *
 * @param build the build that holds it
 * @param stage its last stage, or the one that was asked for
 */
@Restricted(NoExternalUse.class)
public record PreviousSdk(Run<?, ?> build, StageEntry stage) implements PreviousSeed.Candidate {

  /** The SDK of this job's last successful build, whatever it is called. */
  public static PreviousSdk ofJob(Run<?, ?> current) throws IOException {
    Iterator<PreviousSdk> all = newestFirst(current, line -> true, 0).iterator();
    if (!all.hasNext()) {
      throw new AbortException(
          "no earlier successful build of "
              + current.getParent().getFullName()
              + " has an SDK; give the very first bootstrap a seed tarball");
    }
    return all.next();
  }

  /**
   * The SDKs of this name and architecture of the successful builds before this one; a build is
   * loaded when it is asked for.
   *
   * @param number of the stage of each; 0 for the last
   */
  public static Iterable<PreviousSdk> newestFirst(
      Run<?, ?> current, String sdk, String arch, int number) throws IOException {
    return newestFirst(current, line -> line.sdk().equals(sdk) && line.arch().equals(arch), number);
  }

  private static Iterable<PreviousSdk> newestFirst(
      Run<?, ?> current, Predicate<StageIndex.Line> wanted, int number) throws IOException {
    Job<?, ?> job = current.getParent();
    List<Integer> builds =
        StageIndex.find(job, line -> line.build() < current.getNumber() && wanted.test(line))
            .stream()
            .map(StageIndex.Line::build)
            .distinct()
            .toList();
    return () ->
        builds.stream()
            .<Run<?, ?>>map(job::getBuildByNumber)
            .filter(Objects::nonNull)
            .filter(build -> build.getResult() == Result.SUCCESS)
            .flatMap(build -> of(build, number))
            .iterator();
  }

  private static Stream<PreviousSdk> of(Run<?, ?> build, int number) {
    List<StageEntry> stages =
        SdkBuildAction.find(build).map(SdkBuildAction::getStages).orElse(List.of());
    return stages.stream()
        .filter(StageEntry::isLast)
        .map(last -> number == 0 ? last.id() : last.id().withNumber(number))
        .flatMap(id -> stages.stream().filter(stage -> stage.id().equals(id)))
        .map(stage -> new PreviousSdk(stage.holder(build), stage))
        .filter(sdk -> sdk.build() != null);
  }

  /** The path of the SDK's tarball among the build's artifacts. */
  public String tarball() {
    return stage.getTarball();
  }

  /** The tarball's digest. */
  public Digest digest() {
    return Digest.parse(stage.getSha256());
  }

  @Override
  public Seed asSeed() {
    return new Seed(tarball(), List.of(digest()));
  }

  @Override
  public BootstrapId bootstrap() {
    return stage.id().bootstrap();
  }

  @Override
  public Instant finishedOn() {
    return Instant.ofEpochMilli(stage.getFinishedMillis());
  }
}
