package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns settings of catalyst into an sdk.yaml of the four stages of the method, for the scripts of
 * the template {@code gentoo}. A stage without a spec of its own takes the settings of the next one
 * that has one.
 */
public final class CatalystImport {

  private static final int STAGES = 4;

  private final Map<Integer, CatalystFile> specs = new TreeMap<>();
  private final CatalystNotes notes = new CatalystNotes();
  private final SdkYaml sdk = new SdkYaml();
  private final Map<String, CatalystSetting> configuration = new LinkedHashMap<>();

  /**
   * Reads what these files say.
   *
   * @param files specs of stages and catalyst.conf files
   * @param name of the SDK; null for the spec's {@code rel_type}
   * @throws InputException where they do not describe one SDK
   */
  public CatalystImport(List<CatalystFile> files, String name) throws InputException {
    for (CatalystFile file : files) {
      add(file);
    }
    if (specs.isEmpty()) {
      throw new InputException(
          "no spec of a stage: give the files that have 'target: stage1' to 'stage4'");
    }
    common(name);
    for (int number = 1; number <= STAGES; number++) {
      stage(number);
    }
  }

  /** The sdk.yaml. */
  public String yaml() {
    return sdk.text(notes.lines());
  }

  /** A line for each key that is no key of catalyst, with its file and line. */
  public List<String> unknown() {
    return notes.unknown();
  }

  private void add(CatalystFile file) throws InputException {
    Optional<String> target = file.target();
    if (target.isEmpty()) {
      file.settings().forEach(s -> configuration.put(s.key(), s));
      return;
    }
    if (!target.get().matches("stage[1-4]")) {
      throw new InputException(
          file.name()
              + ": the target '"
              + target.get()
              + "' is no stage of an SDK; stage1, stage2, stage3 and stage4 are");
    }
    int number = target.get().charAt("stage".length()) - '0';
    CatalystFile other = specs.putIfAbsent(number, file);
    if (other != null) {
      throw new InputException(
          file.name() + " and " + other.name() + " both are of stage " + number);
    }
  }

  private CatalystFile spec(int number) {
    return specs.entrySet().stream()
        .filter(e -> e.getKey() >= number)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> new ArrayList<>(specs.values()).get(specs.size() - 1));
  }

  private String configured(String key, String otherwise) {
    CatalystSetting setting = configuration.get(key);
    return setting == null || setting.values().isEmpty() ? otherwise : setting.text();
  }

  private void common(String name) {
    sdk.name(name);
    for (CatalystSetting setting : configuration.values()) {
      new CatalystConfKey(setting, this::configured).applyTo(sdk, notes);
    }
    String repoBase = configured("repo_basedir", "/var/db/repos");
    String repoName = configured("repo_name", "gentoo");
    sdk.repo(repoName, "repos/" + repoName, repoBase);
    notes.note(
        "the repository "
            + repoName
            + ": check it out at repos/"
            + repoName
            + " where catalyst would take a snapshot");
    // The first stage's seed is the SDK's.
    specs.values().iterator().next().settings().stream()
        .filter(s -> s.key().equals("source_subpath") && !s.values().isEmpty())
        .forEach(
            s -> {
              String store = configured("storedir", "/var/tmp/catalyst");
              sdk.seed(store + "/builds/" + s.text() + ".tar.xz");
              notes.left(s, "is seed; its ending is a guess, which catalyst finds out by itself");
            });
    String packages = configured("target_pkgdir", "/var/cache/binpkgs");
    for (CatalystFile spec : specs.values()) {
      for (CatalystSetting setting : spec.settings()) {
        new CatalystSpecKey(setting).applyTo(sdk, notes, repoBase, packages);
      }
    }
  }

  private void stage(int number) {
    CatalystFile spec = spec(number);
    Map<String, String> env = new LinkedHashMap<>();
    for (CatalystSetting setting : spec.settings()) {
      new CatalystSpecKey(setting).addTo(env, number);
    }
    if (spec.settings().stream()
        .anyMatch(s -> s.key().equals("update_seed") && !s.text().equals("yes"))) {
      env.remove("UPDATE_SEED");
    }
    sdk.stage(number, env);
  }
}
