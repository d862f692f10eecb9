package io.jenkins.plugins.sdkbootstrap.provenance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a provenance record strictly: required fields must exist and have the right type; unknown
 * fields are skipped. A record may come from anyone, so size and depth are limited, and a duplicate
 * field is an error.
 */
final class RecordReader {

  private static final int DEEPEST = 32;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(Envelope.LARGEST)
                          .maxDocumentLength(Envelope.LARGEST)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RecordReader() {}

  static StageRecord read(String file, byte[] json) throws RecordException {
    JsonFields statement = JsonFields.of(file, parse(file, json, StageRecord.LARGEST));
    try {
      return read(statement);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new RecordException(Printable.plain(file) + ": " + e.getMessage(), e);
    }
  }

  /** The JSON of a record or an envelope. */
  static JsonNode parse(String file, byte[] json, int largest) throws RecordException {
    if (json.length > largest) {
      throw new RecordException(Printable.plain(file) + ": is larger than any record");
    }
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new RecordException(
          Printable.plain(file) + ": is not JSON: " + Printable.plain(first), e);
    }
  }

  private static StageRecord read(JsonFields statement) throws RecordException {
    expect(statement, "_type", RecordWriter.STATEMENT_TYPE);
    expect(statement, "predicateType", RecordWriter.PREDICATE_TYPE);
    JsonFields predicate = statement.object("predicate");
    JsonFields definition = predicate.object("buildDefinition");
    expect(definition, "buildType", RecordWriter.BUILD_TYPE);
    JsonFields parameters = definition.object("externalParameters");
    StageId id =
        new BootstrapId(
                parameters.text("sdk"),
                parameters.text("arch"),
                new Version(parameters.text("version")))
            .stage(parameters.smallNumber("stage"));
    Compression compression = compression(parameters);
    List<RepoInput> repos = new ArrayList<>();
    Map<String, RepoDigest> mounted = new HashMap<>();
    Seed seed = null;
    Digest script = null;
    for (JsonFields dependency : definition.objects("resolvedDependencies")) {
      // A dependency of a later version may have no name.
      String name = dependency.isText("name") ? dependency.text("name") : "";
      if (name.equals("seed")) {
        seed = seed(dependency);
      } else if (name.equals("script")) {
        script = digest(dependency, "sha256");
      } else if (name.startsWith(RecordWriter.REPO_PREFIX)) {
        repos.add(repo(name.substring(RecordWriter.REPO_PREFIX.length()), dependency));
      } else if (name.startsWith(RecordWriter.MOUNT_PREFIX + "/")) {
        mounted.put(name.substring(RecordWriter.MOUNT_PREFIX.length()), content(dependency));
      }
    }
    if (seed == null || script == null) {
      throw definition.wrong("resolvedDependencies", "lacks the seed or the script");
    }
    StageSpec spec = spec(id.number(), parameters, repos);
    StageInputs inputs =
        new StageInputs(
            spec,
            script,
            repos,
            parameters.texts("repoMounts"),
            spec.mounts().stream().map(m -> new MountInput(m, mounted.get(m.mount()))).toList(),
            parameters.texts("caches"),
            new SourceDate(
                parameters.number("sourceDateEpoch"),
                constant(SourceDate.Origin.class, parameters, "sourceDateOrigin")));
    return new StageRecord(
        id,
        parameters.smallNumber("stages"),
        inputs,
        seed,
        tarball(statement, predicate.object("runDetails"), id.tarball(compression), compression),
        run(definition.object("internalParameters"), predicate.object("runDetails")));
  }

  private static void expect(JsonFields fields, String field, String value) throws RecordException {
    if (!fields.text(field).equals(value)) {
      throw fields.wrong(
          field, "is " + Printable.quoted(fields.text(field)) + ", and only " + value + " is read");
    }
  }

  private static Compression compression(JsonFields parameters) throws RecordException {
    String word = parameters.text("compression");
    Optional<Compression> compression = Compression.ofId(word);
    if (compression.isEmpty()) {
      throw parameters.wrong("compression", "is unknown: " + Printable.quoted(word));
    }
    return compression.get();
  }

  private static StageSpec spec(int number, JsonFields parameters, List<RepoInput> repos)
      throws RecordException {
    RepoMode mode = RepoMode.LISTED;
    if (parameters.isText("repos")) {
      mode =
          switch (parameters.text("repos")) {
            case "all" -> RepoMode.ALL;
            case "seed" -> RepoMode.SEED;
            default -> throw parameters.wrong("repos", "must be all, seed or a list");
          };
    }
    List<String> names = repos.stream().map(r -> r.repo().name()).toList();
    if (mode == RepoMode.LISTED && !parameters.texts("repos").equals(names)) {
      throw parameters.wrong("repos", "are not those of resolvedDependencies");
    }
    List<MountSpec> mounts = new ArrayList<>();
    for (JsonFields mount : parameters.objects("mounts")) {
      mounts.add(new MountSpec(mount.text("path"), mount.text("mount"), mount.truth("writable")));
    }
    return new StageSpec(
        number,
        parameters.text("name"),
        parameters.text("script"),
        mode,
        names,
        parameters.truth("isolated"),
        parameters.truth("archiveRepos"),
        parameters.truth("network"),
        parameters.object("env").allTexts(),
        mounts,
        parameters.texts("clean"),
        constant(Reuse.class, parameters, "reuse"));
  }

  private static Seed seed(JsonFields dependency) throws RecordException {
    List<Digest> digests = new ArrayList<>();
    for (String algorithm : List.of("sha256", "sha512")) {
      if (dependency.object("digest").has(algorithm)) {
        digests.add(digest(dependency, algorithm));
      }
    }
    JsonFields annotations = dependency.object("annotations");
    String signer = null;
    if (annotations.has(RecordWriter.SIGNER)) {
      String key = annotations.text(RecordWriter.SIGNER);
      if (!key.startsWith(RecordWriter.KEY_SCHEME)) {
        throw annotations.wrong(RecordWriter.SIGNER, "is not a key: " + Printable.quoted(key));
      }
      signer = key.substring(RecordWriter.KEY_SCHEME.length());
    }
    return new Seed(annotations.text("location"), digests, signer);
  }

  private static Digest digest(JsonFields resource, String algorithm) throws RecordException {
    return new Digest(algorithm, resource.object("digest").text(algorithm));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonFields parameters, String field)
      throws RecordException {
    String word = parameters.text(field);
    for (E constant : type.getEnumConstants()) {
      if (RecordWriter.id(constant).equals(word)) {
        return constant;
      }
    }
    throw parameters.wrong(field, "is unknown: " + Printable.quoted(word));
  }

  private static RepoInput repo(String name, JsonFields dependency) throws RecordException {
    JsonFields annotations = dependency.object("annotations");
    return new RepoInput(
        new RepoSpec(name, annotations.text("path"), annotations.text("mount")),
        content(dependency));
  }

  private static RepoDigest content(JsonFields dependency) throws RecordException {
    JsonFields annotations = dependency.object("annotations");
    GitCommit git =
        annotations.has("gitCommit")
            ? new GitCommit(
                annotations.text("gitCommit"),
                annotations.text("gitTree"),
                annotations.truth("dirty"),
                annotations.number("commitTime"))
            : null;
    return new RepoDigest(digest(dependency, "sha256"), git);
  }

  private static StageTarball tarball(
      JsonFields statement, JsonFields details, String name, Compression compression)
      throws RecordException {
    ArchiveFiles files = new ArchiveFiles(Path.of(name));
    for (JsonFields subject : statement.objects("subject")) {
      if (subject.isText("name") && subject.text("name").equals(name)) {
        JsonFields annotations = subject.object("annotations");
        return new StageTarball(
            compression,
            annotations.number("size"),
            annotations.number("tarSize"),
            annotations.number("entries"),
            digest(subject, "sha256"),
            digest(subject, "sha512"),
            digest(byproduct(details, files.index()), "sha256"),
            digest(byproduct(details, files.contents()), "sha256"),
            packages(details, files.sbom()));
      }
    }
    throw statement.wrong("subject", "has no " + name);
  }

  /** The digest of a file beside the tarball. */
  private static JsonFields byproduct(JsonFields details, Path file) throws RecordException {
    return findByproduct(details, file)
        .orElseThrow(() -> details.wrong(RecordWriter.BYPRODUCTS, "has no " + file));
  }

  private static Optional<JsonFields> findByproduct(JsonFields details, Path file)
      throws RecordException {
    for (JsonFields byproduct : details.objects(RecordWriter.BYPRODUCTS)) {
      if (byproduct.isText("name") && byproduct.text("name").equals(file.toString())) {
        return Optional.of(byproduct);
      }
    }
    return Optional.empty();
  }

  /** Null if there is no SBOM, as for roots without a package database. */
  private static PackageSummary packages(JsonFields details, Path sbom) throws RecordException {
    Optional<JsonFields> byproduct = findByproduct(details, sbom);
    if (byproduct.isEmpty()) {
      return null;
    }
    JsonFields annotations = byproduct.get().object("annotations");
    return new PackageSummary(
        digest(byproduct.get(), "sha256"),
        annotations.smallNumber(RecordWriter.PACKAGES),
        annotations.number(RecordWriter.PACKAGES_SIZE));
  }

  private static RunDetails run(JsonFields internal, JsonFields details) throws RecordException {
    JsonFields builder = details.object("builder");
    JsonFields metadata = details.object("metadata");
    List<InputChange> changes = new ArrayList<>();
    for (JsonFields change : internal.objects(RecordWriter.CHANGES)) {
      changes.add(
          new InputChange(change.text("input"), change.text("entered"), change.text("ended")));
    }
    return new RunDetails(
        builder.text("id"),
        builder.object("version").text(RecordWriter.BUILDER),
        metadata.has("invocationId") ? metadata.text("invocationId") : null,
        internal.text("privilege"),
        Instant.parse(metadata.text("startedOn")),
        Instant.parse(metadata.text("finishedOn")),
        changes,
        internal.texts("notes"));
  }
}
