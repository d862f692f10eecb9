package io.jenkins.plugins.sdkbootstrap.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A store of stages that never ran, and plans made with it. */
abstract class PlanFixture {

  static final String VERSION = "1.0+2026-01-02-0304";

  final Map<Integer, StoredStage> store = new TreeMap<>();
  final TreeSet<Integer> asked = new TreeSet<>();
  final List<StageInputs> today = new ArrayList<>();
  Seed seed = Samples.SEED;

  PlanFixture() {
    for (int n = 1; n <= 4; n++) {
      today.add(Samples.inputs(n));
    }
  }

  static SdkConfig config() throws ConfigException {
    return SdkConfig.parse(
        "sdk.yaml",
        "name: sdk\narch: amd64\nseed: seeds/seed.tar.bz2\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Stores stages up to this one, each made from the one before. */
  void storeUpTo(int last) {
    for (int n = 1; n <= last; n++) {
      Seed before = n == 1 ? Samples.SEED : store.get(n - 1).record().asSeed();
      store.put(
          n, StoredStage.sound(Samples.record("sdk", VERSION, n, 4, before, "content of " + n)));
    }
  }

  Plan plan(PlanOptions options) throws Exception {
    return Plan.of(
        config(),
        Samples.id("sdk", VERSION),
        options,
        seed,
        today,
        n -> {
          asked.add(n);
          return Optional.ofNullable(store.get(n));
        });
  }

  Plan resume() throws Exception {
    return plan(PlanOptions.RESUME);
  }

  static PlanOptions onDrift(OnDrift onDrift) {
    return new PlanOptions(false, 0, List.of(), onDrift);
  }

  static PlanOptions from(int stage) {
    return new PlanOptions(false, stage, List.of(), OnDrift.REUSE);
  }

  static PlanOptions only(Integer... stages) {
    return new PlanOptions(false, 0, List.of(stages), OnDrift.REUSE);
  }

  static void assertActions(Plan plan, PlannedStage.Action... actions) {
    assertEquals(
        String.join("\n", plan.lines()),
        List.of(actions),
        plan.stages().stream().map(PlannedStage::action).toList());
  }

  static String reason(Plan plan, int stage) {
    return plan.stages().get(stage - 1).reason();
  }

  static void assertImpossible(Plan plan, String message) {
    assertFalse(plan.isPossible());
    assertTrue(plan.errors().toString(), plan.errors().stream().anyMatch(e -> e.contains(message)));
  }

  void change(int stage, StageInputs inputs) {
    today.set(stage - 1, inputs);
  }

  void changeScript(int stage) {
    change(stage, Samples.inputs(Samples.spec(stage), "another script"));
  }
}
