package io.jenkins.plugins.sdkbootstrap.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One thing that goes wrong.
 *
 * @param strike what
 * @param moment when
 * @param stage at the action of which stage
 * @param delayMillis how long after the action was seen
 * @param storeElsewhere whether the store is on another file system than the roots
 * @param seed of what else is left to chance
 */
record Fault(
    Strike strike, Moment moment, int stage, int delayMillis, boolean storeElsewhere, long seed) {

  private static final int LONGEST_ACTION_MILLIS = 60;
  private static final int RUN_MILLIS = 2500;

  /** So many faults, every action in turn, all else by chance. */
  static List<Fault> random(int count, Random random) {
    Map<Moment, List<Strike>> strikes = new EnumMap<>(Moment.class);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Moment moment = Moment.values()[i % Moment.values().length];
      List<Strike> left = strikes.computeIfAbsent(moment, m -> new ArrayList<>());
      if (left.isEmpty()) {
        left.addAll(List.of(Strike.values()));
        left.removeIf(s -> !s.moments().contains(moment));
        Collections.shuffle(left, random);
      }
      int most = moment == Moment.ANY ? RUN_MILLIS : LONGEST_ACTION_MILLIS;
      faults.add(
          new Fault(
              left.remove(left.size() - 1),
              moment,
              1 + random.nextInt(3),
              // Half of them at once: most actions are short.
              moment != Moment.ANY && random.nextBoolean() ? 0 : random.nextInt(most),
              random.nextBoolean(),
              random.nextLong()));
    }
    return faults;
  }

  @Override
  public String toString() {
    return strike
        + " at "
        + moment
        + " of stage "
        + stage
        + " + "
        + delayMillis
        + " ms"
        + (storeElsewhere ? ", the store elsewhere" : "");
  }
}
