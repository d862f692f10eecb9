package io.jenkins.plugins.sdkbootstrap.build;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a build goes by for one of its bootstraps: sdk.yaml as it was when it was read, once, and
 * what the Pipeline says otherwise. Persisted with the build by name of field, as {@link
 * StageEntry} is; the sdk.yaml itself is a file of its own in the build's directory, as builds are
 * loaded often and this is read by steps only.
 */
@Restricted(NoExternalUse.class)
public final class PlannedSdk implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Where in the build's directory the files are. */
  private static final String DIRECTORY = "sdk-bootstrap";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String sdk;
  private final String arch;
  private final String version;
  private final String config;
  private final String place;
  private final String seed;
  private final String compression;
  private final String onDrift;
  private final long begun;
  private final List<String> names;
  private List<Integer> toRun = new ArrayList<>();
  private List<String> notes = new ArrayList<>();
  private boolean whole;
  private String seen;

  /** The first stage's seed as its publisher has signed it; null where it is not signed. */
  private String signedDigest;

  private String signer;

  private transient SdkConfig read;

  /**
   * A plan of nothing yet.
   *
   * @param read the sdk.yaml, with what the Pipeline says otherwise
   * @param bootstrap which
   * @param config the sdk.yaml, as the Pipeline names it
   * @param place where it was read: the agent and the absolute path
   * @param onDrift what is done with what differs from a record
   * @param begun when the bootstrap was begun, seconds since 1970 UTC
   */
  public PlannedSdk(
      SdkConfig read,
      BootstrapId bootstrap,
      String config,
      String place,
      OnDrift onDrift,
      long begun) {
    this.read = read;
    this.sdk = bootstrap.sdk();
    this.arch = bootstrap.arch();
    this.version = bootstrap.version().text();
    this.config = config;
    this.place = place;
    this.seed = read.seed().toString();
    this.compression = read.compression().name();
    this.onDrift = onDrift.name();
    this.begun = begun;
    this.names = new ArrayList<>(read.stages().stream().map(StageSpec::name).toList());
  }

  /** Takes in what was planned for the whole bootstrap. */
  public PlannedSdk with(Plan plan) {
    toRun =
        new ArrayList<>(
            plan.stages().stream().filter(PlannedStage::runs).map(PlannedStage::number).toList());
    notes = new ArrayList<>(plan.driftLines());
    whole = true;
    return this;
  }

  /**
   * Takes in by which key the first stage's seed is signed.
   *
   * @param first the seed; null where there is none
   */
  public PlannedSdk signed(Seed first) {
    if (first != null && first.signer() != null) {
      signedDigest = first.digests().get(0).toString();
      signer = first.signer();
    }
    return this;
  }

  /** A seed with the key that signed it, where it is the one of which that is known. */
  public Seed withSigner(Seed unpacked) {
    return signer != null && unpacked.digests().contains(Digest.parse(signedDigest))
        ? new Seed(unpacked.location(), unpacked.digests(), signer)
        : unpacked;
  }

  /**
   * Keeps what an agent has seen of the files that stages are made from, so that it need not read
   * them again.
   */
  void see(Map<String, InputDigester.Seen> files) throws IOException {
    seen = JSON.writeValueAsString(files);
  }

  /** What was seen last. */
  public Map<String, InputDigester.Seen> seen() throws IOException {
    return seen == null
        ? Map.of()
        : JSON.readValue(seen, new TypeReference<Map<String, InputDigester.Seen>>() {});
  }

  /** Keeps the sdk.yaml with the build. */
  void save(Run<?, ?> build, byte[] yaml) throws IOException {
    Path file = file(build);
    Files.createDirectories(file.getParent());
    Files.write(file, yaml);
  }

  private Path file(Run<?, ?> build) {
    return build.getRootDir().toPath().resolve(DIRECTORY).resolve(id().releaseStem() + ".yaml");
  }

  /**
   * The sdk.yaml, with what the Pipeline says otherwise; from the build's directory after a
   * restart.
   *
   * @throws AbortException with one line, where it is no longer there
   */
  public synchronized SdkConfig sdkConfig(Run<?, ?> build) throws AbortException {
    if (read == null) {
      try {
        SdkConfig kept = SdkConfig.parse(config, Files.readAllBytes(file(build))).withArch(arch);
        // The digest of a path has no place in the text of a seed.
        SdkConfig seeded =
            kept.seed().toString().equals(seed) ? kept : kept.withSeed(SeedRef.parse(seed));
        read = seeded.withCompression(Compression.valueOf(compression));
      } catch (IOException | ConfigException e) {
        throw new AbortException(
            "cannot read the plan of " + id() + " in " + build + ": " + e.getMessage());
      }
    }
    return read;
  }

  /** Which bootstrap. */
  public BootstrapId id() {
    return new BootstrapId(sdk, arch, new Version(version));
  }

  /** The SDK's name. */
  public String getSdk() {
    return sdk;
  }

  /** The architecture. */
  public String getArch() {
    return arch;
  }

  /** The bootstrap. */
  public String getVersion() {
    return version;
  }

  /** The sdk.yaml, as the Pipeline names it. */
  public String getConfig() {
    return config;
  }

  /** What is done with what differs from a record. */
  public OnDrift onDrift() {
    return OnDrift.valueOf(onDrift);
  }

  /** When the bootstrap was begun, seconds since 1970 UTC. */
  public long begun() {
    return begun;
  }

  /** Lines for the records of the stages that run. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** What the stages are called, in order. */
  public List<String> getNames() {
    return List.copyOf(names);
  }

  /** Whether the script of the stage of this number was to run. */
  public boolean isToRun(int number) {
    return toRun.contains(number);
  }

  /** Throws an unchecked exception where a loaded plan lacks something, or has it wrong. */
  void requireWhole() {
    id();
    onDrift();
    Compression.valueOf(compression);
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(toRun, "toRun");
    Objects.requireNonNull(notes, "notes");
  }

  /** Whether it is of a whole bootstrap, not of stages that the Pipeline takes one by one. */
  boolean isWhole() {
    return whole;
  }

  /** Whether this is the plan of that bootstrap. */
  boolean isOf(BootstrapId bootstrap) {
    return id().equals(bootstrap);
  }

  /** Whether it was made from the sdk.yaml at that place. */
  boolean isAt(String where) {
    return place.equals(where);
  }
}
