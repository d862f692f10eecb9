package io.jenkins.plugins.sdkbootstrap.chroot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
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
 * @param again whether the script has run in the root before, and may find what it has made
 */
public record StageRun(
    Path root,
    int stage,
    Path script,
    Map<String, String> env,
    boolean network,
    List<Bind> binds,
    Optional<String> hostname,
    boolean again) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int MOST_LINKS = 40;

  /** What Linux passes to a program as one argument, its end included. */
  private static final int MOST_BYTES = 128 << 10;

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
          int bytes = (name + "=" + value).getBytes(StandardCharsets.UTF_8).length;
          if (bytes >= MOST_BYTES) {
            throw new IllegalArgumentException(
                "env "
                    + name
                    + ": "
                    + bytes
                    + " bytes with its name; Linux passes fewer than "
                    + MOST_BYTES
                    + ": put it into a file");
          }
        });
  }

  /** A run with network, without variables of its own and without binds. */
  public static StageRun of(Path root, int stage, Path script) {
    return new StageRun(root, stage, script, Map.of(), true, List.of(), Optional.empty(), false);
  }

  /** The same in a root in which the script has run before. */
  public StageRun inPlace() {
    return new StageRun(root, stage, script, env, network, binds, hostname, true);
  }

  /** The same with these variables. */
  public StageRun withEnv(Map<String, String> variables) {
    return new StageRun(root, stage, script, variables, network, binds, hostname, again);
  }

  /** The same with or without network. */
  public StageRun withNetwork(boolean on) {
    return new StageRun(root, stage, script, env, on, binds, hostname, again);
  }

  /** The same with these binds. */
  public StageRun withBinds(List<Bind> those) {
    return new StageRun(root, stage, script, env, network, those, hostname, again);
  }

  /** The same with this host name. */
  public StageRun withHostname(String name) {
    return new StageRun(root, stage, script, env, network, binds, Optional.of(name), again);
  }

  /**
   * The new root that the script fills, on the agent: {@code /tmp/stageNroot} as the script sees
   * it, so that a {@code /tmp} which is a link is followed within the root.
   */
  public Path stageRoot() {
    return within("tmp").resolve("stage" + stage + "root");
  }

  private Path within(String path) {
    Path real = root;
    Deque<Path> rest = new ArrayDeque<>();
    rest.push(Path.of(path));
    for (int links = 0; !rest.isEmpty(); ) {
      Path next = rest.pop();
      for (int i = next.getNameCount() - 1; next.getNameCount() > 1 && i >= 0; i--) {
        rest.push(next.getName(i));
      }
      if (next.getNameCount() != 1 || next.toString().isEmpty() || next.toString().equals(".")) {
        continue;
      }
      if (next.toString().equals("..")) {
        real = real.equals(root) ? real : real.getParent();
        continue;
      }
      Path place = real.resolve(next);
      if (!Files.isSymbolicLink(place) || ++links > MOST_LINKS) {
        real = place; // too many links: whoever uses it finds a link, and refuses it
        continue;
      }
      try {
        Path target = Files.readSymbolicLink(place);
        real = target.isAbsolute() ? root : real;
        rest.push(target.isAbsolute() ? Path.of("/").relativize(target) : target);
      } catch (IOException e) {
        real = place;
      }
    }
    return real;
  }
}
