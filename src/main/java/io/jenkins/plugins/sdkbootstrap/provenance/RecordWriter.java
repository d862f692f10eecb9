package io.jenkins.plugins.sdkbootstrap.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes a provenance record; {@link RecordReader} reads it. */
public final class RecordWriter {

  static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";

  /** The version of the parameters' meaning; incompatible changes get a new number. */
  static final String BUILD_TYPE = "https://plugins.jenkins.io/sdk-bootstrap/stage/v1";

  /** The key of this software in {@code builder.version}. */
  static final String BUILDER = "sdk-bootstrap";

  static final String REPO_PREFIX = "repo/";

  /** The prefix before the absolute path of the mount point. */
  static final String MOUNT_PREFIX = "mount";

  /** The annotation of a seed that names the key whose signature was verified. */
  static final String SIGNER = "signer";

  /** The prefix that makes a URI of an OpenPGP fingerprint. */
  static final String KEY_SCHEME = "openpgp4fpr:";

  static final String CHANGES = "changes";

  static final String BYPRODUCTS = "byproducts";

  /** Annotations of the SBOM: how many packages, and bytes of their files. */
  static final String PACKAGES = "packages";

  static final String PACKAGES_SIZE = "size";

  /** Says what a directory's sha256 is the digest of. */
  static final String TAR = "application/x-tar";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RecordWriter() {}

  static byte[] write(StageRecord record) {
    ObjectNode statement = node();
    statement.put("_type", STATEMENT_TYPE);
    statement.set("subject", subjects(record));
    statement.put("predicateType", PREDICATE_TYPE);
    ObjectNode predicate = statement.putObject("predicate");
    ObjectNode definition = predicate.putObject("buildDefinition");
    definition.put("buildType", BUILD_TYPE);
    definition.set("externalParameters", parameters(record));
    ObjectNode internal = definition.putObject("internalParameters");
    record.key().ifPresent(key -> internal.put("key", key.toString()));
    internal.put("privilege", record.run().privilege());
    ArrayNode changes = internal.putArray(CHANGES);
    for (InputChange change : record.run().changes()) {
      changes
          .addObject()
          .put("input", change.input())
          .put("entered", change.entered())
          .put("ended", change.ended());
    }
    strings(internal, "notes", record.run().notes());
    definition.set("resolvedDependencies", dependencies(record));
    ObjectNode details = details(record.run());
    byproducts(details, record);
    predicate.set("runDetails", details);
    try {
      // Fixed line ends, so that the bytes are the same everywhere.
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentObjectsWith(indenter);
      printer.indentArraysWith(indenter);
      String json = MAPPER.writer(printer).writeValueAsString(statement);
      return (json + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes is always written", e);
    }
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ArrayNode subjects(StageRecord record) {
    ArrayNode subjects = JsonNodeFactory.instance.arrayNode();
    subjects.add(subject(record.tarballName(), record.tarball()));
    if (record.isLast()) {
      String suffix = record.tarball().compression().suffix();
      subjects.add(subject(record.id().bootstrap().releaseStem() + suffix, record.tarball()));
    }
    return subjects;
  }

  private static ObjectNode subject(String name, StageTarball tarball) {
    ObjectNode subject = node();
    subject.put("name", name);
    digests(subject, List.of(tarball.sha256(), tarball.sha512()));
    subject
        .putObject("annotations")
        .put("size", tarball.size())
        .put("tarSize", tarball.tarSize())
        .put("entries", tarball.entries());
    return subject;
  }

  private static ObjectNode parameters(StageRecord record) {
    StageSpec spec = record.inputs().spec();
    ObjectNode parameters = node();
    BootstrapId bootstrap = record.id().bootstrap();
    parameters.put("sdk", bootstrap.sdk());
    parameters.put("arch", bootstrap.arch());
    parameters.put("version", bootstrap.version().text());
    parameters.put("stage", record.id().number());
    parameters.put("stages", record.stages());
    parameters.put("name", spec.name());
    parameters.put("script", spec.script());
    if (spec.repoMode() == RepoMode.LISTED) {
      strings(parameters, "repos", spec.repos());
    } else {
      parameters.put("repos", id(spec.repoMode()));
    }
    parameters.put("isolated", spec.isolated());
    parameters.put("archiveRepos", spec.archiveRepos());
    parameters.put("network", spec.network());
    ObjectNode env = parameters.putObject("env");
    spec.env().forEach(env::put);
    ArrayNode mounts = parameters.putArray("mounts");
    for (MountSpec mount : spec.mounts()) {
      mounts
          .addObject()
          .put("path", mount.path())
          .put("mount", mount.mount())
          .put("writable", mount.writable());
    }
    strings(parameters, "clean", spec.clean());
    parameters.put("reuse", id(spec.reuse()));
    strings(parameters, "repoMounts", record.inputs().repoMounts());
    strings(parameters, "caches", record.inputs().caches());
    parameters.put("sourceDateEpoch", record.inputs().sourceDateEpoch());
    parameters.put("sourceDateOrigin", id(record.inputs().sourceDate().origin()));
    parameters.put("compression", id(record.tarball().compression()));
    return parameters;
  }

  public static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static ArrayNode dependencies(StageRecord record) {
    ArrayNode dependencies = JsonNodeFactory.instance.arrayNode();
    ObjectNode seed = dependencies.addObject().put("name", "seed");
    digests(seed, record.seed().digests());
    ObjectNode annotations =
        seed.putObject("annotations").put("location", record.seed().location());
    if (record.seed().signer() != null) {
      annotations.put(SIGNER, KEY_SCHEME + record.seed().signer());
    }
    ObjectNode script = dependencies.addObject().put("name", "script");
    digests(script, List.of(record.inputs().script()));
    for (RepoInput input : record.inputs().repos()) {
      dependency(
          dependencies,
          REPO_PREFIX + input.repo().name(),
          input.digest(),
          TAR,
          input.repo().path(),
          input.repo().mount());
    }
    for (MountInput input : record.inputs().mounts()) {
      MountSpec mount = input.mount();
      input
          .known()
          .ifPresent(
              held ->
                  dependency(
                      dependencies,
                      MOUNT_PREFIX + mount.mount(),
                      held,
                      null,
                      mount.path(),
                      mount.mount()));
    }
    return dependencies;
  }

  private static void dependency(
      ArrayNode dependencies,
      String name,
      RepoDigest content,
      String mediaType,
      String path,
      String mount) {
    ObjectNode dependency = dependencies.addObject().put("name", name);
    digests(dependency, List.of(content.sha256()));
    if (mediaType != null) {
      dependency.put("mediaType", mediaType);
    }
    ObjectNode annotations =
        dependency.putObject("annotations").put("path", path).put("mount", mount);
    GitCommit git = content.git();
    if (git != null) {
      // No digests: the files need not be those of the commit.
      annotations
          .put("gitCommit", git.commit())
          .put("gitTree", git.tree())
          .put("dirty", git.dirty())
          .put("commitTime", git.time());
    }
  }

  private static ObjectNode details(RunDetails run) {
    ObjectNode details = node();
    ObjectNode builder = details.putObject("builder").put("id", run.builderId());
    builder.putObject("version").put(BUILDER, run.builderVersion());
    ObjectNode metadata = details.putObject("metadata");
    if (run.invocationId() != null) {
      metadata.put("invocationId", run.invocationId());
    }
    metadata.put("startedOn", run.startedOn().toString());
    metadata.put("finishedOn", run.finishedOn().toString());
    return details;
  }

  /** The byproducts: files that describe the tarball. */
  private static void byproducts(ObjectNode details, StageRecord record) {
    StageTarball tarball = record.tarball();
    ArchiveFiles files = new ArchiveFiles(Path.of(record.tarballName()));
    byproduct(details, files.index(), tarball.index());
    byproduct(details, files.contents(), tarball.contents());
    PackageSummary packages = tarball.packages();
    if (packages != null) {
      byproduct(details, files.sbom(), packages.sbom())
          .putObject("annotations")
          .put(PACKAGES, packages.count())
          .put(PACKAGES_SIZE, packages.size());
    }
  }

  private static ObjectNode byproduct(ObjectNode details, Path file, Digest digest) {
    ObjectNode byproduct = details.withArray(BYPRODUCTS).addObject();
    byproduct.put("name", file.toString());
    digests(byproduct, List.of(digest));
    return byproduct;
  }

  private static void digests(ObjectNode resource, List<Digest> digests) {
    ObjectNode set = resource.putObject("digest");
    digests.forEach(d -> set.put(d.algorithm(), d.hex()));
  }

  private static void strings(ObjectNode node, String field, List<String> values) {
    ArrayNode array = node.putArray(field);
    values.forEach(array::add);
  }
}
