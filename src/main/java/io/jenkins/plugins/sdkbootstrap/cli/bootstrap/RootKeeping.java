package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.stage.StageWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Keeps the roots of stages that fail, and takes one again where {@code --in-place} asks for it.
 */
final class RootKeeping {

  /** A run that is interrupted has a minute to end. */
  private static final int MEASURED_SECONDS = 20;

  private final BootstrapOptions options;
  private final int most;
  private final Optional<PrivilegeSetting> setting;
  private final Console console;
  private final Clock clock;
  private KeptRoot kept;

  /**
   * Keeps roots in the work directory of these options.
   *
   * @param most how many there may be; 0 to keep none
   * @param setting the privilege that is asked for, if one is
   */
  RootKeeping(
      BootstrapOptions options,
      int most,
      Optional<PrivilegeSetting> setting,
      Console console,
      Clock clock) {
    this.options = options;
    this.most = most;
    this.setting = setting;
    this.console = console;
    this.clock = clock;
  }

  /** The root that was kept. */
  Optional<KeptRoot> kept() {
    return Optional.ofNullable(kept);
  }

  private Path work(BootstrapId bootstrap) {
    return options.work(bootstrap.sdk());
  }

  /** The kept root of the first stage that runs. */
  KeptRoot require(Preparation prepared) throws IOException, InputException {
    Optional<PlannedStage> first =
        prepared.plan().stages().stream().filter(PlannedStage::runs).findFirst();
    if (first.isEmpty()) {
      throw new InputException("--in-place: no stage has to run");
    }
    StageId id = prepared.bootstrap().stage(first.get().number());
    return KeptRoot.in(work(prepared.bootstrap()), prepared.bootstrap().sdk()).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--in-place: the first stage to run is "
                        + id
                        + ", and no root of it is kept in "
                        + work(prepared.bootstrap())));
  }

  /** By what the files of a kept root were made with. */
  Privilege preflight(KeptRoot root) throws IOException, InterruptedException, InputException {
    PrivilegeSetting own = PrivilegeSetting.parse(root.about().privilege());
    if (setting.isPresent() && setting.get() != PrivilegeSetting.AUTO && setting.get() != own) {
      throw new InputException(
          "--in-place: " + root.root() + " was made with the privilege " + own);
    }
    return Checks.preflight(
        new Preflight.Need(
            own, work(root.id().bootstrap()).toAbsolutePath(), root.id().bootstrap().arch(), 0, 0),
        console);
  }

  /** Whoever has looked into it may have changed it; what it was unpacked from must be the same. */
  void take(KeptRoot again, Seed seed, Path root) throws IOException, InputException {
    String digest = seed.digests().get(0).toString();
    if (!again.about().seed().equals(digest)) {
      throw new InputException(
          "--in-place: "
              + again.root()
              + " was unpacked from "
              + again.about().seed()
              + ", and the seed is "
              + digest
              + " now");
    }
    again.take(root);
    console.say("in place: " + again.name() + ", which had failed (" + again.about().why() + ")");
  }

  /** Where roots of failed stages are to be kept; a failure to do so does not hide the stage's. */
  void keep(Path root, StageWork work, Seed seed, Exception failure, boolean keptBefore) {
    if (most < 1 && !keptBefore) {
      return;
    }
    String why = failure instanceof InterruptedException ? "interrupted" : failure.getMessage();
    try {
      kept =
          KeptRoot.keep(
              root,
              work(work.id().bootstrap()),
              work.id(),
              KeptRoot.About.of(
                      work.id(),
                      seed.digests().get(0).toString(),
                      work.privilege(),
                      work.inputs().sourceDateEpoch(),
                      clock.instant(),
                      why)
                  .measured(root, MEASURED_SECONDS));
      console.say("the root is kept as " + kept.root() + "; a shell in it:");
      console.say("  bootstrap-sdk shell " + options.shellWords(work.id()));
      if (most > 0) {
        KeptRoot.limit(
            KeptRoot.in(work(work.id().bootstrap()), work.id().bootstrap().sdk()),
            most,
            Long.MAX_VALUE,
            (old, stays) ->
                console.say(
                    stays.orElse("removed " + old.root()) + ": at most " + most + " are kept"));
      }
    } catch (IOException e) {
      console.say("cannot keep " + root + ": " + e.getMessage());
    }
  }
}
