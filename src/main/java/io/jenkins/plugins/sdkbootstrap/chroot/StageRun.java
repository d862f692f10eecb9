package io.jenkins.plugins.sdkbootstrap.chroot;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is to run where: one script in one root.
 *
 * @param root the unpacked seed on the agent
 * @param stage the stage's number, from 1
 * @param script on the agent; copied to {@code /tmp/stage.sh} in the root
 * @param env variables for the script beside {@code PATH}, {@code HOME}, {@code STAGE} and {@code
 *     STAGE_ROOT}; in this order, values of any characters but NUL
 * @param network whether the script can reach the network
 * @param binds what it sees of the agent, mounted in this order
 * @param hostname its host name; the agent's if empty
 */
public record StageRun(
    Path root,
    int stage,
    Path script,
    Map<String, String> env,
    boolean network,
    List<Bind> binds,
    Optional<String> hostname) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> OURS = Set.of("STAGE", "STAGE_ROOT");

  /**
   * With absolute paths and copies of the collections.
   *
   * @throws IllegalArgumentException for a stage below 1 or a variable that cannot be set
   */
  public StageRun {
    root = root.toAbsolutePath();
    script = script.toAbsolutePath();
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    binds = List.copyOf(binds);
    if (stage < 1) {
      throw new IllegalArgumentException("stage " + stage + ": stages count from 1");
    }
    env.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                "env '" + name + "': a name has letters, digits and _, and begins with no digit");
          }
          if (OURS.contains(name)) {
            throw new IllegalArgumentException("env " + name + ": the stage run sets this itself");
          }
          if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("env " + name + ": a value cannot have a NUL");
          }
        });
  }

  /** A run with network, without variables of its own and without binds. */
  public static StageRun of(Path root, int stage, Path script) {
    return new StageRun(root, stage, script, Map.of(), true, List.of(), Optional.empty());
  }

  /** The same with these variables. */
  public StageRun withEnv(Map<String, String> variables) {
    return new StageRun(root, stage, script, variables, network, binds, hostname);
  }

  /** The same with or without network. */
  public StageRun withNetwork(boolean on) {
    return new StageRun(root, stage, script, env, on, binds, hostname);
  }

  /** The same with these binds. */
  public StageRun withBinds(List<Bind> those) {
    return new StageRun(root, stage, script, env, network, those, hostname);
  }

  /** The same with this host name. */
  public StageRun withHostname(String name) {
    return new StageRun(root, stage, script, env, network, binds, Optional.of(name));
  }

  /** The new root that the script fills, on the agent: {@code tmp/stageNroot} of the root. */
  public Path stageRoot() {
    return root.resolve("tmp").resolve("stage" + stage + "root");
  }
}
