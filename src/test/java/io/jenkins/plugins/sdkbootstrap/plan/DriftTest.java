package io.jenkins.plugins.sdkbootstrap.plan;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.MountInput;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class DriftTest {

  @Test
  public void driftNamesEachRepositoryThatDiffers() {
    StageInputs then = withRepos(repo("kept", "1"), repo("changed", "1"), repo("removed", "1"));
    StageInputs now = withRepos(repo("kept", "1"), repo("changed", "2"), repo("added", "1"));
    Digest one = Samples.sha256("1");
    Digest two = Samples.sha256("2");
    assertEquals(
        List.of(
            "repo changed: " + tree(one) + " then, " + tree(two) + " now",
            "repo added: added, " + tree(one),
            "repo removed: removed, " + tree(one)),
        Drift.lines(then, now));
  }

  @Test
  public void driftNamesEachVariableThatDiffers() {
    StageInputs then = with(Map.of("A", "1", "B", "1", "C", "1"), true, List.of(), List.of());
    StageInputs now = with(Map.of("A", "1", "B", "2", "D", "1"), true, List.of(), List.of());
    assertEquals(
        List.of("env B: '1' then, '2' now", "env C: removed, '1'", "env D: added, '1'"),
        Drift.lines(then, now));
  }

  @Test
  public void driftNamesSettingsMountsAndGlobs() {
    MountSpec mount = new MountSpec("a", "/a", false);
    StageInputs then = with(Map.of(), true, List.of(), List.of("/x", "/y"));
    StageInputs now = with(Map.of(), false, List.of(mount), List.of("/y", "/z"));
    assertEquals(
        List.of(
            "network: true then, false now",
            "mounts: added, a at /a",
            "clean: removed, /x",
            "clean: added, /z"),
        Drift.lines(then, now));
    assertEquals(
        List.of("clean: in another order"),
        Drift.lines(then, with(Map.of(), true, List.of(), List.of("/y", "/x"))));
  }

  @Test
  public void driftTellsRepositoriesOfTheSeedFromThoseOfSdkYaml() {
    StageInputs then = withRepos(repo("a", "1"));
    StageSpec spec = Samples.spec(1);
    StageInputs now =
        Samples.inputs(
            new StageSpec(
                1,
                spec.name(),
                spec.script(),
                RepoMode.SEED,
                List.of(),
                false,
                false,
                true,
                Map.of(),
                List.of(),
                spec.clean(),
                Reuse.VERSION),
            "script 1");
    assertEquals(
        List.of("repos: those of sdk.yaml then, those of the seed now"), Drift.lines(then, now));
    assertEquals(List.of(), Drift.lines(now, now));
  }

  private static String tree(Digest digest) {
    return "tree sha256:" + digest.hex().substring(0, 12);
  }

  private static RepoInput repo(String name, String content) {
    return new RepoInput(
        new RepoSpec(name, name, "/" + name), RepoDigest.ofFiles(Samples.sha256(content)));
  }

  private static StageInputs withRepos(RepoInput... repos) {
    StageSpec spec = Samples.spec(1);
    List<String> names = List.of(repos).stream().map(r -> r.repo().name()).toList();
    return Samples.inputs(
        new StageSpec(
            1,
            spec.name(),
            spec.script(),
            RepoMode.ALL,
            names,
            false,
            false,
            true,
            Map.of(),
            List.of(),
            spec.clean(),
            Reuse.VERSION),
        "script 1",
        List.of(repos));
  }

  private static StageInputs with(
      Map<String, String> env, boolean network, List<MountSpec> mounts, List<String> clean) {
    StageSpec spec = Samples.spec(1);
    return Samples.inputs(
        new StageSpec(
            1,
            spec.name(),
            spec.script(),
            RepoMode.LISTED,
            List.of(),
            false,
            false,
            network,
            env,
            mounts,
            clean,
            Reuse.VERSION),
        "script 1");
  }

  @Test
  public void driftNamesAMountWhoseContentDiffersAndNoneThatNothingCanTell() {
    MountSpec known = new MountSpec("a", "/a", false);
    MountSpec writable = new MountSpec("b", "/b", true);
    StageInputs base = with(Map.of(), true, List.of(known, writable), List.of());
    StageInputs then = held(base, "1");
    assertEquals(
        List.of(
            "mount /a: "
                + tree(Samples.sha256("1"))
                + " then, "
                + tree(Samples.sha256("2"))
                + " now"),
        Drift.lines(then, held(base, "2")));
    assertEquals(List.of(), Drift.lines(then, held(base, "1")));
  }

  private static StageInputs held(StageInputs inputs, String content) {
    return new StageInputs(
        inputs.spec(),
        inputs.script(),
        inputs.repos(),
        inputs.repoMounts(),
        List.of(
            new MountInput(
                inputs.spec().mounts().get(0), RepoDigest.ofFiles(Samples.sha256(content))),
            new MountInput(inputs.spec().mounts().get(1), null)),
        inputs.caches(),
        inputs.sourceDate());
  }

  @Test
  public void aStageOfWhichSomethingChangedWhileItRanDiffersFromAnything() {
    StageRecord plain = Samples.record("sdk", "1", 1, 4, Samples.SEED, "x");
    RunDetails run = plain.run();
    StageRecord changed =
        new StageRecord(
            plain.id(),
            4,
            plain.inputs(),
            plain.seed(),
            plain.tarball(),
            new RunDetails(
                run.builderId(),
                run.builderVersion(),
                null,
                run.privilege(),
                run.startedOn(),
                run.finishedOn(),
                List.of(new InputChange("repo/r", "sha256:1", "sha256:2")),
                List.of()));
    assertEquals(
        List.of(
            "repo/r changed while the stage ran: sha256:1 when it was entered, sha256:2 at its end"),
        Drift.lines(changed, plain.inputs()));
    assertEquals(List.of(), Drift.lines(plain, plain.inputs()));
  }
}
