package io.jenkins.plugins.sdkbootstrap.config;

import static io.jenkins.plugins.sdkbootstrap.config.YamlFields.item;
import static io.jenkins.plugins.sdkbootstrap.config.YamlFields.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the {@code stages} of an sdk.yaml. */
public final class StageParser {

  /** The keys of a stage; docs/sdk.schema.json has the same. */
  static final List<String> KEYS =
      List.of(
          "name",
          "script",
          "repos",
          "isolated",
          "archiveRepos",
          "env",
          "network",
          "mounts",
          "clean",
          "reuse",
          "logs");

  static final List<String> REQUIRED = List.of("script");
  static final List<String> MOUNT_KEYS = List.of("path", "mount", "writable");

  /** More would not fit the two digits people expect in a file name. */
  public static final int MOST = 99;

  private static final Pattern ANY = Pattern.compile("^[^\\u0000]*$");
  private static final String STAGE_NAME_RULE =
      "a stage's name is 1 to 64 characters on one line, without blanks around it";
  private static final String GLOB_RULE =
      "a glob begins with '/' (the stage's root) and has neither '..' nor '//'";

  private final YamlFields yaml;
  private final List<String> repoNames;
  private final Reuse reuse;
  private final LogsSpec otherwise;
  private final List<LogsSpec> logs = new ArrayList<>();
  private final Map<String, String> taken = new HashMap<>();

  /**
   * A parser.
   *
   * @param reuse the default for a stage
   * @param logs the default for a stage
   */
  StageParser(
      YamlFields yaml, List<RepoSpec> repos, List<CacheSpec> caches, Reuse reuse, LogsSpec logs) {
    this.yaml = yaml;
    otherwise = logs;
    this.reuse = reuse;
    repoNames = repos.stream().map(RepoSpec::name).toList();
    caches.forEach(c -> taken.put(c.mount(), join("caches", c.name())));
    repos.forEach(r -> taken.put(r.mount(), join("repos", r.name())));
  }

  List<StageSpec> stages(Node node) {
    List<Node> items = yaml.items(node, "stages");
    List<StageSpec> stages = new ArrayList<>();
    if (items.isEmpty() && node instanceof SequenceNode) {
      yaml.problem(node, "stages", "has no stage; list at least one, or leave stages out");
    }
    if (items.size() > MOST) {
      yaml.problem(node, "stages", "has " + items.size() + " stages; at most " + MOST);
      return stages;
    }
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      StageSpec stage = stage(items.get(i), i + 1);
      Integer first = names.putIfAbsent(stage.name(), i + 1);
      if (first != null) {
        yaml.problem(
            items.get(i),
            item("stages", i),
            "is called " + Printable.quoted(stage.name()) + " like stage " + first);
      }
      stages.add(stage);
    }
    return stages;
  }

  /** The logs to collect of each stage that was read. */
  List<LogsSpec> logs() {
    return logs;
  }

  private StageSpec stage(Node node, int number) {
    String key = ConfigParser.stageKey(number);
    Map<String, Node> fields = yaml.known(node, key, KEYS);
    logs.add(ConfigParser.logs(yaml, fields, join(key, "logs")).orElse(otherwise));
    yaml.require(node, key, fields, REQUIRED);
    Optional<Node> repos = Optional.ofNullable(fields.get("repos"));
    RepoMode mode = repos.map(n -> repoMode(n, join(key, "repos"))).orElse(RepoMode.ALL);
    return new StageSpec(
        number,
        Optional.ofNullable(fields.get("name"))
            .flatMap(n -> yaml.text(n, join(key, "name"), Names.STAGE_NAME, STAGE_NAME_RULE))
            .orElse(StageSpec.defaultName(number)),
        Optional.ofNullable(fields.get("script"))
            .flatMap(n -> yaml.text(n, join(key, "script"), Names.PATH, ConfigParser.PATH_RULE))
            .orElse(""),
        mode,
        switch (mode) {
          case ALL -> repoNames;
          case SEED -> List.of();
          case LISTED -> listed(fields.get("repos"), join(key, "repos"));
        },
        truth(fields, key, "isolated", false),
        truth(fields, key, "archiveRepos", false),
        truth(fields, key, "network", true),
        Optional.ofNullable(fields.get("env")).map(n -> env(n, join(key, "env"))).orElse(Map.of()),
        Optional.ofNullable(fields.get("mounts"))
            .map(n -> mounts(n, join(key, "mounts")))
            .orElse(List.of()),
        Optional.ofNullable(fields.get("clean"))
            .map(n -> yaml.texts(n, join(key, "clean"), Names.GLOB, GLOB_RULE))
            .orElse(StageSpec.DEFAULT_CLEAN),
        ConfigParser.reuse(yaml, fields, join(key, "reuse")).orElse(reuse));
  }

  private boolean truth(Map<String, Node> fields, String key, String field, boolean otherwise) {
    return Optional.ofNullable(fields.get(field))
        .flatMap(n -> yaml.truth(n, join(key, field)))
        .orElse(otherwise);
  }

  private RepoMode repoMode(Node node, String key) {
    if (!(node instanceof ScalarNode)) {
      return RepoMode.LISTED;
    }
    return yaml.word(node, key, List.of("all", "seed"))
        .map(word -> word.equals("seed") ? RepoMode.SEED : RepoMode.ALL)
        .orElse(RepoMode.ALL);
  }

  private List<String> listed(Node node, String key) {
    List<String> wanted = new ArrayList<>();
    List<Node> items = yaml.items(node, key);
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      String itemKey = item(key, i);
      Optional<String> name = yaml.text(item, itemKey, Names.NAME, ConfigParser.NAME_RULE);
      if (name.isEmpty()) {
        continue;
      }
      if (!repoNames.contains(name.get())) {
        yaml.problem(
            item,
            itemKey,
            Printable.quoted(name.get())
                + " is not among repos; "
                + (repoNames.isEmpty()
                    ? "declare it there"
                    : DidYouMean.hint(name.get(), repoNames)));
      } else if (wanted.contains(name.get())) {
        yaml.problem(item, itemKey, Printable.quoted(name.get()) + " is listed twice");
      } else {
        wanted.add(name.get());
      }
    }
    // In the order of sdk.yaml's repos, so that the order of a list makes no difference.
    return repoNames.stream().filter(wanted::contains).toList();
  }

  private Map<String, String> env(Node node, String key) {
    Map<String, String> env = new LinkedHashMap<>();
    yaml.named(node, key, Names.ENV, "letters, digits and '_', the first no digit")
        .forEach(
            (name, value) -> {
              if (Names.ENV_OF_DRIVER.matcher(name).matches()) {
                yaml.problem(value, join(key, name), "is set by the driver; use another name");
              }
              yaml.literal(value, join(key, name), ANY, "a value cannot hold a NUL")
                  .ifPresent(text -> env.put(name, text));
            });
    return env;
  }

  private List<MountSpec> mounts(Node node, String key) {
    List<MountSpec> mounts = new ArrayList<>();
    Map<String, String> takenHere = new HashMap<>(taken);
    List<Node> items = yaml.items(node, key);
    for (int i = 0; i < items.size(); i++) {
      String itemKey = item(key, i);
      Map<String, Node> fields = yaml.known(items.get(i), itemKey, MOUNT_KEYS);
      yaml.require(items.get(i), itemKey, fields, List.of("path", "mount"));
      Optional<String> path =
          Optional.ofNullable(fields.get("path"))
              .flatMap(
                  n -> yaml.text(n, join(itemKey, "path"), Names.PATH, ConfigParser.PATH_RULE));
      Optional<String> mount =
          ConfigParser.mount(yaml, fields.get("mount"), join(itemKey, "mount"), takenHere);
      boolean writable = truth(fields, itemKey, "writable", false);
      if (path.isPresent() && mount.isPresent()) {
        mounts.add(new MountSpec(path.get(), mount.get(), writable));
      }
    }
    return mounts;
  }
}
