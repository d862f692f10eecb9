package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import io.jenkins.plugins.sdkbootstrap.store.RemovedVersion;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bootstrap-sdk gc}: removes old bootstraps from a store. */
@Command(
    name = "gc",
    description = {
      "Removes old bootstraps from a store.",
      "The newest N complete ones of each SDK and architecture stay, and what was",
      "begun after the oldest of these."
    },
    sortOptions = false)
final class GcCommand extends SdkCommand {

  @Option(names = "--store", paramLabel = "DIR", required = true, description = "The store.")
  private Path store;

  @Option(
      names = "--keep",
      paramLabel = "N",
      required = true,
      description = "How many complete bootstraps stay, at least 1.")
  private int keep;

  GcCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  /** What an earlier run could not remove may be removable by now. */
  private void removeSetAside(Console console) throws Exception {
    List<Path> left = RootRemoval.setAsideIn(store.resolve(".work"));
    if (left.isEmpty()) {
      return;
    }
    Privilege privilege = preflight(store, console);
    for (Path root : left) {
      try {
        RootRemoval.remove(root, privilege);
        console.say("removed " + root + ", which could not be removed before");
      } catch (IOException e) {
        console.say(e.getMessage());
      }
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  @Override
  int run(Console console) throws Exception {
    if (!Files.isDirectory(store)) {
      throw new InputException("no store " + store + ": it is no directory");
    }
    DirectoryStore directory = new DirectoryStore(store);
    List<RemovedVersion> removed;
    try (Closeable lock = directory.lock()) {
      removed = directory.gc(keep, Set.of());
      removeSetAside(console);
    }
    if (json()) {
      console.json(
          json -> {
            json.writeStartArray();
            for (RemovedVersion version : removed) {
              json.writeStartObject();
              json.writeStringField("sdk", version.version().sdk());
              json.writeStringField("arch", version.version().arch());
              json.writeStringField("version", version.version().version().text());
              json.writeNumberField("bytes", version.bytes());
              json.writeEndObject();
            }
            json.writeEndArray();
          });
    } else {
      for (RemovedVersion version : removed) {
        console.say(
            "removed "
                + version.version().sdk()
                + " "
                + version.version().version()
                + " for "
                + version.version().arch()
                + ", "
                + Sizes.bytes(version.bytes()));
      }
      console.say(removed.isEmpty() ? "nothing to remove" : removed.size() + " removed");
    }
    return Exit.DONE;
  }
}
