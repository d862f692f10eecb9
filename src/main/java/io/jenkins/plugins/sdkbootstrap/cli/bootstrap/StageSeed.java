package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.SeedDownload;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What a stage of a store started from, or would. */
public final class StageSeed {

  private StageSeed() {}

  /**
   * The tarball, fetched where it is from the network.
   *
   * @param given what the first stage starts from, instead of sdk.yaml's seed
   * @param record of the stage, where there is one: tells which file a signed seed was
   * @throws InputException if it is not there
   */
  public static Path file(
      DirectoryStore store,
      ConfigFiles files,
      StageId id,
      Optional<Path> given,
      Optional<StageRecord> record,
      Console console)
      throws IOException, InterruptedException, InputException {
    Path directory = store.directory(id.bootstrap().sdk());
    if (id.number() > 1) {
      StageId before = id.withNumber(id.number() - 1);
      for (Compression compression : Compression.values()) {
        Path tarball = directory.resolve(before.tarball(compression));
        if (Files.isRegularFile(tarball)) {
          return tarball;
        }
      }
      throw new InputException("nothing to start from: " + store.directory() + " has no " + before);
    }
    if (given.isPresent()) {
      return given.get();
    }
    SeedRef ref = files.config().seed();
    if (ref.isSigned()) {
      ref =
          ref.verified(
              record
                  .orElseThrow(
                      () ->
                          new InputException(
                              "no record tells which file the signed seed is; give it by"
                                  + " --seed-tarball"))
                  .seed()
                  .digests()
                  .get(0));
    }
    return switch (ref.kind()) {
      case PATH -> files.resolve(ref.location());
      case URL ->
          SeedDownload.ofEnvironment()
              .fetch(ref, directory.resolve(Preparation.SEEDS), console.progress());
      case PREVIOUS -> {
        StoredStage previous =
            store
                .previous(id.bootstrap(), ref, Instant.now())
                .orElseThrow(
                    () -> new InputException("the seed is not here; give it by --seed-tarball"));
        yield store.tarball(previous.id(), previous.record());
      }
    };
  }
}
