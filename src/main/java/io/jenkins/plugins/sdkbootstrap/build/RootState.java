package io.jenkins.plugins.sdkbootstrap.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.sdkbootstrap.agent.Entered;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a build knows of a root on an agent: what it was unpacked from, and what the stage was made
 * from that was entered in it. Persisted with the build by name of field, as {@link StageEntry} is.
 */
@Restricted(NoExternalUse.class)
public final class RootState implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String node;
  private final String path;
  private final String seed;
  private final List<String> seedDigests = new ArrayList<>();
  private final long startedMillis;

  // Of the stage that was entered; null before that, and the SDK too where there is no sdk.yaml.
  private String sdk;
  private String arch;
  private String version;
  private String entered;
  private String step;
  private String changes;

  /**
   * A root that was just unpacked.
   *
   * @param node the agent's name
   * @param path absolute
   * @param seed what it was unpacked from
   * @param started when that began
   */
  public RootState(String node, String path, Seed seed, Instant started) {
    this.node = node;
    this.path = path;
    this.seed = seed.location();
    seed.digests().forEach(d -> seedDigests.add(d.toString()));
    startedMillis = started.toEpochMilli();
  }

  /**
   * The same root, in which a stage was entered, perhaps not for the first time.
   *
   * @param bootstrap of which; null where a script was run without an sdk.yaml
   * @param step the id of the Pipeline step that enters it
   */
  public RootState entered(BootstrapId bootstrap, String step, Entered by) throws IOException {
    RootState state = new RootState(node, path, seed(), started());
    state.step = step;
    if (bootstrap != null) {
      state.sdk = bootstrap.sdk();
      state.arch = bootstrap.arch();
      state.version = bootstrap.version().text();
    }
    List<InputChange> all = new ArrayList<>(changes());
    Optional<Entered> before = entered();
    if (before.isPresent()) {
      all.addAll(before.get().inputs().changes(by.inputs().contents()));
    }
    try {
      state.entered = JSON.writeValueAsString(by);
      state.changes = JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values are always written", e);
    }
    return state;
  }

  boolean isAt(RootState other) {
    return isAt(other.node, other.path);
  }

  boolean isAt(String node, String path) {
    return this.node.equals(node) && this.path.equals(path);
  }

  /** Absolute. */
  public String path() {
    return path;
  }

  /** Throws an unchecked exception where a loaded state lacks something, or has it wrong. */
  void requireWhole() {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(path, "path");
    seed();
    bootstrap();
  }

  /** What it was unpacked from. */
  public Seed seed() {
    return new Seed(seed, seedDigests.stream().map(Digest::parse).toList());
  }

  /** When that began. */
  public Instant started() {
    return Instant.ofEpochMilli(startedMillis);
  }

  /** The bootstrap of the stage that was entered; empty where there is no sdk.yaml. */
  public Optional<BootstrapId> bootstrap() {
    return sdk == null
        ? Optional.empty()
        : Optional.of(new BootstrapId(sdk, arch, new Version(version)));
  }

  /**
   * What the stage was made from that was entered last; empty where none was.
   *
   * @throws IOException with one line, where that can no longer be read
   */
  public Optional<Entered> entered() throws IOException {
    return entered == null ? Optional.empty() : Optional.of(read(entered, Entered.class));
  }

  /** The id of the Pipeline step that entered it last; null where none did. */
  public String step() {
    return step;
  }

  /** Whether a stage was entered. */
  boolean isEntered() {
    return entered != null;
  }

  /** The agent's name; empty for the built-in node. */
  String node() {
    return node;
  }

  /** What was not the same each time that the root was entered: all of it went into the root. */
  public List<InputChange> changes() throws IOException {
    return changes == null ? List.of() : List.of(read(changes, InputChange[].class));
  }

  private <T> T read(String json, Class<T> type) throws IOException {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "cannot read what the stage in " + path + " was made from; run it again", e);
    }
  }
}
