package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One stage of sdk.yaml, with defaults.
 *
 * @param number its place in sdk.yaml, counted from 1
 * @param name for people, unique in the file
 * @param script its script on the agent, absolute or from sdk.yaml's directory
 * @param repoMode which repositories it sees
 * @param repos the names of the repositories bound into its chroot, in sdk.yaml's order; empty with
 *     {@link RepoMode#SEED}
 * @param isolated whether it fails if its root needs a library or an interpreter from outside
 * @param archiveRepos whether the repositories are copied into its root
 * @param network whether it has a network
 * @param env variables for its script, in sdk.yaml's order
 * @param mounts further files and directories of the agent
 * @param clean globs to exclude from the archive of its root
 * @param reuse which finished stage may be reused for it
 */
public record StageSpec(
    int number,
    String name,
    String script,
    RepoMode repoMode,
    List<String> repos,
    boolean isolated,
    boolean archiveRepos,
    boolean network,
    Map<String, String> env,
    List<MountSpec> mounts,
    List<String> clean,
    Reuse reuse)
    implements Serializable {

  /** The default of {@code clean}: files that must never be in a stage. */
  public static final List<String> DEFAULT_CLEAN =
      List.of("/tmp/*", "/var/tmp/*", "/run/*", "/etc/resolv.conf", "/etc/machine-id");

  private static final List<String> DEFAULT_NAMES =
      List.of("minimal toolchain", "toolchain", "base OS", "SDK");

  /** Makes a defensive copy. */
  public StageSpec {
    if (number < 1) {
      throw new IllegalArgumentException("stages count from 1, not from " + number);
    }
    Objects.requireNonNull(name);
    Objects.requireNonNull(script);
    Objects.requireNonNull(repoMode);
    Objects.requireNonNull(reuse);
    repos = List.copyOf(repos);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    mounts = List.copyOf(mounts);
    clean = List.copyOf(clean);
  }

  /** The name of a stage without one: the names of the method, then {@code stage N}. */
  public static String defaultName(int number) {
    return number <= DEFAULT_NAMES.size() ? DEFAULT_NAMES.get(number - 1) : "stage " + number;
  }

  /** The four stages of the method, for an sdk.yaml that lists none. */
  static List<StageSpec> defaults(List<String> repos, Reuse reuse) {
    return List.of(
        ofMethod(1, RepoMode.SEED, List.of(), false, false, reuse),
        ofMethod(2, RepoMode.ALL, repos, true, false, reuse),
        ofMethod(3, RepoMode.ALL, repos, true, false, reuse),
        ofMethod(4, RepoMode.ALL, repos, true, true, reuse));
  }

  private static StageSpec ofMethod(
      int number,
      RepoMode mode,
      List<String> repos,
      boolean isolated,
      boolean archiveRepos,
      Reuse reuse) {
    return new StageSpec(
        number,
        defaultName(number),
        "stages/stage" + number + ".sh",
        mode,
        repos,
        isolated,
        archiveRepos,
        true,
        Map.of(),
        List.of(),
        DEFAULT_CLEAN,
        reuse);
  }
}
