package io.jenkins.plugins.sdkbootstrap.build;

import io.jenkins.plugins.sdkbootstrap.agent.KeepTask;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a build keeps of a stage that failed in it. Persisted by name of field, as {@link
 * StageEntry} is.
 */
@Restricted(NoExternalUse.class)
public final class FailedStage implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of a text as much as is kept. */
  private static final int LONGEST_TEXT = 1000;

  private final String sdk;
  private final String arch;
  private final String version;
  private final int number;
  private final String node;
  private final String message;
  private final String failedPackage;
  private final List<String> lines;

  // Of the root, where it is kept.
  private String root;
  private long bytes;
  private long failedMillis;
  private String shell;

  /**
   * A stage whose root is not kept.
   *
   * @param node the agent's name; empty for the built-in node
   * @param message what failed, in one line
   * @param failedPackage that could not be built; null where none is known
   * @param lines the last that the step wrote which failed
   */
  public FailedStage(
      StageId id, String node, String message, String failedPackage, List<String> lines) {
    sdk = id.bootstrap().sdk();
    arch = id.bootstrap().arch();
    version = id.bootstrap().version().text();
    number = id.number();
    this.node = node;
    this.message = shortened(message);
    this.failedPackage = failedPackage;
    this.lines = new ArrayList<>(lines);
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  /**
   * The same with its root kept.
   *
   * @param command opens a shell in it
   */
  public FailedStage kept(KeepTask.Kept kept, String command) {
    FailedStage stage = new FailedStage(id(), node, message, failedPackage, lines);
    stage.root = shortened(kept.root());
    stage.bytes = kept.bytes();
    stage.failedMillis = kept.failedMillis();
    stage.shell = command;
    return stage;
  }

  /** Throws an unchecked exception where a loaded failure lacks something, or has it wrong. */
  void requireWhole() {
    id();
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(lines, "lines");
  }

  /** Which stage it is. */
  public StageId id() {
    return new BootstrapId(sdk, arch, new Version(version)).stage(number);
  }

  /** The agent it ran on; empty for the built-in node. */
  public String getNode() {
    return node;
  }

  /** What failed, in one line. */
  public String getMessage() {
    return message;
  }

  /** The package that could not be built. */
  public Optional<String> getFailedPackage() {
    return Optional.ofNullable(failedPackage);
  }

  /** The last lines of the step that failed, the oldest first. */
  public List<String> getLines() {
    return List.copyOf(lines);
  }

  /** Where on the agent its root was kept; empty where it was not. */
  public Optional<String> getRoot() {
    return Optional.ofNullable(root);
  }

  /** How much of the disk that took, in bytes; 0 where it is not known. */
  public long getBytes() {
    return bytes;
  }

  /** When the stage failed, milliseconds since 1970 UTC; 0 where its root is not kept. */
  public long getFailedMillis() {
    return failedMillis;
  }

  /** What opens a shell in the root, on the agent; empty where it is not kept. */
  public Optional<String> getShell() {
    return Optional.ofNullable(shell);
  }
}
