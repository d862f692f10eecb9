package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Turns settings of catalyst into an sdk.yaml of the four stages of the method, for the scripts of
 * the template {@code gentoo}. A stage without a spec of its own takes the settings of the next one
 * that has one.
 */
public final class CatalystImport {

  private static final int STAGES = 4;

  /** How names of tarballs end. */
  private static final Pattern ENDING =
      Pattern.compile("\\.(tar|tar\\.[a-z0-9]+|t(bz2?|gz|lzo?|pxz|xz|zst))$");

  private final Map<Integer, CatalystFile> specs = new TreeMap<>();
  private final Map<String, String> flags = new LinkedHashMap<>();
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
    requireFilled();
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

  private void requireFilled() throws InputException {
    List<String> lines = new ArrayList<>();
    for (CatalystSetting setting : configuration.values()) {
      if (new CatalystConfKey(setting, this::configured).isTaken()) {
        unfilled(setting, lines);
      }
    }
    for (CatalystFile spec : specs.values()) {
      for (CatalystSetting setting : spec.settings()) {
        if (new CatalystSpecKey(setting).isTaken()) {
          unfilled(setting, lines);
        }
      }
    }
    seed().ifPresent(setting -> unfilled(setting, lines));
    if (!lines.isEmpty()) {
      throw new InputException(lines);
    }
  }

  private static void unfilled(CatalystSetting setting, List<String> lines) {
    setting
        .unfilled()
        .ifPresent(
            what ->
                lines.add(
                    setting.place()
                        + ": "
                        + setting.key()
                        + ": "
                        + what
                        + " is not filled in; put the value in its place first"));
  }

  /** The first stage's seed, which is the SDK's. */
  private Optional<CatalystSetting> seed() {
    return specs.values().iterator().next().settings().stream()
        .filter(s -> s.key().equals("source_subpath") && !s.values().isEmpty())
        .findFirst();
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
    seed()
        .ifPresent(
            s -> {
              String seed = configured("storedir", "/var/tmp/catalyst") + "/builds/" + s.text();
              if (ENDING.matcher(seed).find()) {
                sdk.seed(seed);
              } else {
                sdk.seed(seed + ".tar.xz");
                notes.left(s, "is seed; its ending is a guess, which catalyst finds out by itself");
              }
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
    flags(number, spec);
    Map<String, String> env = new LinkedHashMap<>(flags);
    for (CatalystSetting setting : spec.settings()) {
      new CatalystSpecKey(setting).addTo(env, number);
    }
    if (spec.settings().stream()
        .anyMatch(s -> s.key().equals("update_seed") && !s.text().equals("yes"))) {
      env.remove("UPDATE_SEED");
    }
    sdk.stage(number, env);
  }

  /**
   * What compilers are told in this stage. Catalyst reads it in the make.conf of the stage before,
   * but for the first stage, and for some of it in the second.
   */
  private void flags(int number, CatalystFile spec) {
    for (CatalystSetting setting : spec.settings()) {
      String key = setting.key();
      if (!CatalystSpecKey.FLAGS.contains(key) || setting.text().isEmpty()) {
        continue;
      }
      String name = key.toUpperCase(Locale.ROOT);
      boolean own = specs.get(number) == spec;
      if (number == 1 || (number == 2 && own && CatalystSpecKey.FLAGS_OF_STAGE_2.contains(key))) {
        flags.put(name, setting.text());
      } else if (own && !setting.text().equals(flags.get(name))) {
        notes.left(
            setting,
            "the stage before decides: "
                + (flags.containsKey(name) ? "'" + flags.get(name) + "'" : "it has none"));
      }
    }
  }
}
