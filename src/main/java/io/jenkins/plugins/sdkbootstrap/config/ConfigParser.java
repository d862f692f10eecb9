package io.jenkins.plugins.sdkbootstrap.config;

import static io.jenkins.plugins.sdkbootstrap.config.YamlFields.item;
import static io.jenkins.plugins.sdkbootstrap.config.YamlFields.join;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one sdk.yaml; its stages are read by {@link StageParser}. */
public final class ConfigParser {

  /** The keys of each mapping; docs/sdk.schema.json has the same. */
  static final List<String> KEYS =
      List.of(
          "name",
          "arch",
          "release",
          "seed",
          "repos",
          "caches",
          "stages",
          "reuse",
          "logs",
          "privilege",
          "compression",
          "digests",
          "sourceDateEpoch");

  static final List<String> REQUIRED = List.of("name", "arch", "seed");
  static final List<String> REPO_KEYS = List.of("path", "mount");
  static final List<String> CACHE_KEYS = List.of("path", "mount");
  static final List<String> LOGS_KEYS = List.of("files", "when");
  static final List<String> SEED_KEYS =
      List.of("path", "url", "previous", "digest", "keyring", "stage", "every");

  private static final Pattern DAYS = Pattern.compile("^[1-9][0-9]{0,2}d$");

  /** Further keys of a seed, by the key of its kind. */
  private static final Map<String, List<String>> SEED_KEYS_OF =
      Map.of(
          "path", List.of("digest"),
          "url", List.of("digest", "keyring"),
          "previous", List.of("stage", "every"));

  static final List<String> COMPRESSIONS = Compression.ids();

  /** The largest {@code sourceDateEpoch}: the end of the year 9999. */
  static final long LAST_EPOCH = 253402300799L;

  static final String NAME_RULE =
      "letters, digits, '.', '_', '+' and '-', at most 63, the first a letter or digit";
  static final String ARCH_RULE =
      "letters, digits, '_' and '.', at most 32, the first a letter or digit";
  static final String PATH_RULE = "a path without control characters is needed";
  static final String MOUNT_RULE =
      "an absolute path without '..', '//' and a trailing '/' is needed, of letters, digits and"
          + " ._+@%~=-";

  static final String LOG_GLOB_RULE =
      "a glob begins with '/' (a root), names files, and has neither '..' nor '//'; '**' stands by"
          + " itself between slashes";

  private final Problems problems;
  private final YamlFields yaml;

  ConfigParser(String file) {
    problems = new Problems(file);
    yaml = new YamlFields(problems);
  }

  SdkConfig parse(byte[] content) throws ConfigException {
    Node root = YamlTree.of(problems.whole().file(), content);
    Map<String, Node> fields = yaml.known(root, "", KEYS);
    yaml.require(root, "", fields, REQUIRED);
    List<RepoSpec> repos = repos(fields.get("repos"));
    List<CacheSpec> caches = caches(fields.get("caches"));
    // Unreadable values are already reported; their defaults never leave this method.
    String name = text(fields, "name", Names.SDK_NAME, NAME_RULE + ", and not stageN").orElse("");
    String arch = text(fields, "arch", Names.ARCH, ARCH_RULE).orElse("");
    String release =
        Optional.ofNullable(fields.get("release"))
            .flatMap(n -> yaml.literal(n, "release", Names.NAME, NAME_RULE))
            .orElse(SdkConfig.DEFAULT_RELEASE);
    SeedRef seed =
        Optional.ofNullable(fields.get("seed")).flatMap(this::seed).orElse(SeedRef.previous());
    Reuse reuse = reuse(yaml, fields, "reuse").orElse(Reuse.VERSION);
    LogsSpec logs = logs(yaml, fields, "logs").orElse(LogsSpec.NONE);
    StageParser parser = new StageParser(yaml, repos, caches, reuse, logs);
    List<StageSpec> stages =
        fields.containsKey("stages")
            ? parser.stages(fields.get("stages"))
            : StageSpec.defaults(repos.stream().map(RepoSpec::name).toList(), reuse);
    String privilege =
        Optional.ofNullable(fields.get("privilege"))
            .flatMap(n -> yaml.word(n, "privilege", SdkConfig.PRIVILEGES))
            .orElse(SdkConfig.PRIVILEGES.get(0));
    Compression compression =
        Optional.ofNullable(fields.get("compression"))
            .flatMap(n -> yaml.word(n, "compression", COMPRESSIONS))
            .flatMap(Compression::ofId)
            .orElse(Compression.ZSTD);
    List<DigestAlgorithm> digests =
        Optional.ofNullable(fields.get("digests"))
            .map(this::digests)
            .orElse(DigestAlgorithm.DEFAULT);
    Long epoch =
        Optional.ofNullable(fields.get("sourceDateEpoch"))
            .flatMap(n -> yaml.number(n, "sourceDateEpoch", 0, LAST_EPOCH))
            .orElse(null);
    if (!problems.isEmpty()) {
      throw problems.exception();
    }
    return new SdkConfig(
        name,
        arch,
        release,
        seed,
        repos,
        caches,
        stages,
        fields.containsKey("stages") ? parser.logs() : Collections.nCopies(stages.size(), logs),
        privilege,
        compression,
        digests,
        epoch,
        yaml.places());
  }

  private Optional<String> text(
      Map<String, Node> fields, String key, Pattern pattern, String rule) {
    return Optional.ofNullable(fields.get(key)).flatMap(n -> yaml.text(n, key, pattern, rule));
  }

  private List<DigestAlgorithm> digests(Node node) {
    List<DigestAlgorithm> digests = new ArrayList<>();
    List<Node> items = yaml.items(node, "digests");
    if (items.isEmpty() && node instanceof SequenceNode) {
      yaml.problem(node, "digests", "has no algorithm; list at least one, or leave digests out");
    }
    for (int i = 0; i < items.size(); i++) {
      Node word = items.get(i);
      String key = item("digests", i);
      yaml.word(word, key, DigestAlgorithm.ids())
          .flatMap(DigestAlgorithm::ofId)
          .ifPresent(
              algorithm -> {
                if (digests.contains(algorithm)) {
                  yaml.problem(word, key, Printable.quoted(algorithm.id()) + " is listed twice");
                }
                digests.add(algorithm);
              });
    }
    return digests;
  }

  private Optional<SeedRef> seed(Node node) {
    if (!(node instanceof MappingNode)) {
      return yaml.text(node, "seed").flatMap(text -> checked(node, "seed", text, SeedRef::parse));
    }
    Map<String, Node> fields = yaml.known(node, "seed", SEED_KEYS);
    List<String> kinds = SEED_KEYS_OF.keySet().stream().filter(fields::containsKey).toList();
    if (kinds.size() != 1) {
      yaml.problem(node, "seed", "needs one of path, url and previous");
      return Optional.empty();
    }
    String kind = kinds.get(0);
    for (String key : fields.keySet()) {
      if (!key.equals(kind) && !SEED_KEYS_OF.get(kind).contains(key)) {
        yaml.problem(fields.get(key), join("seed", key), "is not for a seed that has " + kind);
      }
    }
    if (kind.equals("previous")) {
      Optional<String> sdk =
          yaml.text(
              fields.get(kind), "seed.previous", Names.SDK_NAME, NAME_RULE + ", and not stageN");
      int stage =
          Optional.ofNullable(fields.get("stage"))
              .flatMap(n -> yaml.number(n, "seed.stage", 1, StageParser.MOST))
              .map(Long::intValue)
              .orElse(0);
      int days =
          Optional.ofNullable(fields.get("every"))
              .flatMap(n -> yaml.text(n, "seed.every", DAYS, "it is a number of days, as 7d"))
              .map(text -> Integer.parseInt(text.substring(0, text.length() - 1)))
              .orElse(0);
      return sdk.map(name -> SeedRef.previous(name, stage, days));
    }
    Node digestNode = fields.get("digest");
    Digest digest =
        Optional.ofNullable(digestNode)
            .flatMap(n -> yaml.text(n, "seed.digest"))
            .flatMap(text -> checked(digestNode, "seed.digest", text, Digest::parse))
            .orElse(null);
    if (fields.containsKey("path")) {
      return yaml.text(fields.get("path"), "seed.path", Names.PATH, PATH_RULE)
          .map(path -> SeedRef.path(path, digest));
    }
    if ((digestNode == null) != fields.containsKey("keyring")) {
      yaml.problem(node, "seed", "needs one of digest and keyring, as it is from the network");
      return Optional.empty();
    }
    Node urlNode = fields.get("url");
    Optional<String> url = yaml.text(urlNode, "seed.url");
    String keyring =
        Optional.ofNullable(fields.get("keyring"))
            .flatMap(n -> yaml.text(n, "seed.keyring", Names.PATH, PATH_RULE))
            .orElse(null);
    // A wrong digest or keyring is already reported.
    return digest == null && keyring == null
        ? Optional.empty()
        : url.flatMap(
            text -> checked(urlNode, "seed.url", text, t -> SeedRef.url(t, digest, keyring)));
  }

  private <T> Optional<T> checked(Node node, String key, String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      yaml.problem(node, key, e.getMessage());
      return Optional.empty();
    }
  }

  private List<RepoSpec> repos(Node node) {
    List<RepoSpec> repos = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    if (node == null) {
      return repos;
    }
    for (Map.Entry<String, Node> repo :
        yaml.named(node, "repos", Names.NAME, NAME_RULE).entrySet()) {
      String key = join("repos", repo.getKey());
      Map<String, Node> fields = yaml.known(repo.getValue(), key, REPO_KEYS);
      yaml.require(repo.getValue(), key, fields, REPO_KEYS);
      Optional<String> path = path(fields, key);
      Optional<String> mount = mount(yaml, fields.get("mount"), join(key, "mount"), taken);
      if (path.isPresent() && mount.isPresent()) {
        repos.add(new RepoSpec(repo.getKey(), path.get(), mount.get()));
      }
    }
    return repos;
  }

  private List<CacheSpec> caches(Node node) {
    List<CacheSpec> caches = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    if (node == null) {
      return caches;
    }
    for (Map.Entry<String, Node> cache :
        yaml.named(node, "caches", Names.NAME, NAME_RULE).entrySet()) {
      String key = join("caches", cache.getKey());
      if (!(cache.getValue() instanceof MappingNode)) {
        mount(yaml, cache.getValue(), key, taken)
            .ifPresent(mount -> caches.add(new CacheSpec(cache.getKey(), null, mount)));
        continue;
      }
      Map<String, Node> fields = yaml.known(cache.getValue(), key, CACHE_KEYS);
      yaml.require(cache.getValue(), key, fields, List.of("mount"));
      Optional<String> path = path(fields, key);
      mount(yaml, fields.get("mount"), join(key, "mount"), taken)
          .ifPresent(mount -> caches.add(new CacheSpec(cache.getKey(), path.orElse(null), mount)));
    }
    return caches;
  }

  private Optional<String> path(Map<String, Node> fields, String key) {
    return Optional.ofNullable(fields.get("path"))
        .flatMap(n -> yaml.text(n, join(key, "path"), Names.PATH, PATH_RULE));
  }

  /**
   * A mount point that is free.
   *
   * @param node null if the key is missing, which is reported elsewhere
   * @param taken mount points and the keys that have them; this one is added
   */
  static Optional<String> mount(YamlFields yaml, Node node, String key, Map<String, String> taken) {
    if (node == null) {
      return Optional.empty();
    }
    Optional<String> mount = yaml.text(node, key, Names.MOUNT, MOUNT_RULE);
    if (mount.isPresent() && Names.MOUNT_OF_DRIVER.matcher(mount.get()).matches()) {
      yaml.problem(
          node,
          key,
          Printable.quoted(mount.get()) + " is created for every stage; mount elsewhere");
      return Optional.empty();
    }
    String owner = mount.map(m -> taken.putIfAbsent(m, key)).orElse(null);
    if (owner != null) {
      yaml.problem(node, key, Printable.quoted(mount.get()) + " is the mount point of " + owner);
      return Optional.empty();
    }
    return mount;
  }

  /** The value of {@code reuse}, of the file or of a stage. */
  static Optional<Reuse> reuse(YamlFields yaml, Map<String, Node> fields, String key) {
    return Optional.ofNullable(fields.get("reuse"))
        .flatMap(n -> yaml.word(n, key, List.of("version", "inputs")))
        .map(word -> word.equals("inputs") ? Reuse.INPUTS : Reuse.VERSION);
  }

  /** The value of {@code logs}, of the file or of a stage. */
  static Optional<LogsSpec> logs(YamlFields yaml, Map<String, Node> fields, String key) {
    Node node = fields.get("logs");
    if (!(node instanceof MappingNode)) {
      return Optional.ofNullable(node).map(n -> new LogsSpec(globs(yaml, n, key), false));
    }
    Map<String, Node> parts = yaml.known(node, key, LOGS_KEYS);
    yaml.require(node, key, parts, List.of("files"));
    boolean always =
        Optional.ofNullable(parts.get("when"))
            .flatMap(n -> yaml.word(n, join(key, "when"), List.of("failure", "always")))
            .filter("always"::equals)
            .isPresent();
    return Optional.ofNullable(parts.get("files"))
        .map(n -> new LogsSpec(globs(yaml, n, join(key, "files")), always));
  }

  private static List<String> globs(YamlFields yaml, Node node, String key) {
    return yaml.texts(node, key, Names.LOG_GLOB, LOG_GLOB_RULE);
  }

  /** The key of one stage. */
  public static String stageKey(int number) {
    return item("stages", number - 1);
  }
}
