package io.jenkins.plugins.sdkbootstrap.config;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.ConfigProblem.Place;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The content of an sdk.yaml, with defaults. A plain value: it knows no directory and reads no
 * file, so a controller can use it to plan an agent's work. {@code ConfigFiles} finds its files.
 *
 * @param name the SDK's name
 * @param arch its architecture
 * @param release the part of a new version before the timestamp
 * @param seed where the first stage's seed comes from
 * @param repos package repositories, in the file's order
 * @param caches directories kept between builds, in the file's order
 * @param stages at least one, in their order
 * @param logs the logs to collect of each stage, in their order
 * @param privilege {@code auto}, {@code root}, {@code userns} or {@code sudo}
 * @param compression of the stages' tarballs
 * @param digests algorithms of the checksums beside a tarball, in their order
 * @param epoch {@code SOURCE_DATE_EPOCH} in seconds since 1970 UTC; null if sdk.yaml has none
 * @param places the place of each key's value in the file, by the key's path
 */
public record SdkConfig(
    String name,
    String arch,
    String release,
    SeedRef seed,
    List<RepoSpec> repos,
    List<CacheSpec> caches,
    List<StageSpec> stages,
    List<LogsSpec> logs,
    String privilege,
    Compression compression,
    List<DigestAlgorithm> digests,
    Long epoch,
    Map<String, Place> places)
    implements Serializable {

  /** The release of an SDK whose sdk.yaml names none. */
  public static final String DEFAULT_RELEASE = "0.0.0";

  /** The values of {@code privilege}. */
  public static final List<String> PRIVILEGES = List.of("auto", "root", "userns", "sudo");

  /** Makes a defensive copy. */
  public SdkConfig {
    Objects.requireNonNull(name);
    Objects.requireNonNull(arch);
    Objects.requireNonNull(release);
    Objects.requireNonNull(seed);
    Objects.requireNonNull(privilege);
    Objects.requireNonNull(compression);
    repos = List.copyOf(repos);
    caches = List.copyOf(caches);
    stages = List.copyOf(stages);
    logs = List.copyOf(logs);
    digests = List.copyOf(digests);
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  /**
   * Reads an sdk.yaml.
   *
   * @param file its name, for messages only
   * @param yaml its content, UTF-8
   * @throws ConfigException with everything that is wrong with it
   */
  public static SdkConfig parse(String file, byte[] yaml) throws ConfigException {
    return new ConfigParser(file).parse(yaml);
  }

  /**
   * Reads an sdk.yaml up to the largest allowed size.
   *
   * @throws ConfigException with everything that is wrong with it
   * @throws IOException if it cannot be read
   */
  public static SdkConfig read(Path file) throws IOException, ConfigException {
    return parse(file.toString(), SmallFile.read(file, YamlTree.LARGEST + 1));
  }

  /**
   * The same for another architecture.
   *
   * @throws IllegalArgumentException if that is not the name of an architecture
   */
  public SdkConfig withArch(String other) {
    if (!Names.ARCH.matcher(other).matches()) {
      throw new IllegalArgumentException(
          "not an architecture: " + Printable.quoted(other) + "; " + ConfigParser.ARCH_RULE);
    }
    return with(other, seed, compression, epoch, places);
  }

  /** The same from another seed. */
  public SdkConfig withSeed(SeedRef other) {
    Map<String, Place> moved = new LinkedHashMap<>(places);
    moved.remove("seed");
    return with(arch, other, compression, epoch, moved);
  }

  /** The same with tarballs of another compression. */
  public SdkConfig withCompression(Compression other) {
    return with(arch, seed, other, epoch, places);
  }

  /** The same with another {@code SOURCE_DATE_EPOCH}, in seconds since 1970 UTC. */
  public SdkConfig withEpoch(long other) {
    return with(arch, seed, compression, other, places);
  }

  private SdkConfig with(
      String arch, SeedRef seed, Compression compression, Long epoch, Map<String, Place> places) {
    return new SdkConfig(
        name,
        arch,
        release,
        seed,
        repos,
        caches,
        stages,
        logs,
        privilege,
        compression,
        digests,
        epoch,
        places);
  }

  /** What is collected of the stage of this number. */
  public LogsSpec logs(int stage) {
    return logs.get(stage - 1);
  }

  /** A bootstrap of this SDK. */
  public BootstrapId id(Version version) {
    return new BootstrapId(name, arch, version);
  }

  /** The repository of this name. */
  public Optional<RepoSpec> repo(String repoName) {
    return repos.stream().filter(r -> r.name().equals(repoName)).findFirst();
  }

  /**
   * The place of a key's value.
   *
   * @param key its path, such as {@code repos.portage-stable.path}; a default value has the place
   *     of its nearest parent
   */
  public Place place(String key) {
    for (String at = key; ; at = parent(at)) {
      Place known = places.get(at);
      if (known != null) {
        return new Place(known.file(), known.line(), known.column(), key);
      }
      if (at.isEmpty()) {
        throw new IllegalStateException("no place for the file itself");
      }
    }
  }

  private static String parent(String key) {
    int end = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
    return end < 0 ? "" : key.substring(0, end);
  }
}
