package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An agent that is a directory of this machine. */
final class Agent extends Node {

  private final String name;
  private final Path root;

  Agent(String name, Path root) throws IOException {
    this.name = name;
    this.root = root;
    Files.createDirectories(workspace());
    connect();
  }

  /** Has the controller not know it until {@link #connect}. */
  void disconnect() {
    Computer.disconnect(root);
  }

  void connect() {
    Computer.connect(
        root,
        new Computer() {
          @Override
          public Node getNode() {
            return Agent.this;
          }
        });
  }

  Path workspace() {
    return root.resolve("workspace").resolve("sdk");
  }

  /** Where the plugin keeps what the agent has seen. */
  Path cache() {
    return root.resolve("sdk-bootstrap-cache");
  }

  @Override
  public FilePath getRootPath() {
    return new FilePath(null, root.toString());
  }

  @Override
  public String getNodeName() {
    return name;
  }

  @Override
  public String getDisplayName() {
    return name;
  }

  /** Holds that no root and no temporary file has stayed. */
  void assertNothingLeft() throws IOException {
    for (Path folder :
        List.of(workspace().resolve("sdk-bootstrap"), workspace().resolveSibling("sdk@tmp"))) {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
        }
      }
    }
  }
}
