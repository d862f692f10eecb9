package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import io.jenkins.plugins.sdkbootstrap.store.RemovedVersion;
import io.jenkins.plugins.sdkbootstrap.store.StoreBusyException;
import java.io.Closeable;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @SuppressWarnings("try") // the lock is held, not used
  @Override
  int run(Console console) throws Exception {
    if (!Files.isDirectory(store)) {
      throw new InputException("no store " + store + ": it is no directory");
    }
    DirectoryStore directory = new DirectoryStore(store);
    List<RemovedVersion> removed = new ArrayList<>();
    StoreBusyException busy = null;
    for (String sdk : directory.sdks()) {
      try (Closeable lock = directory.lock(sdk)) {
        removed.addAll(directory.gc(sdk, keep));
      } catch (StoreBusyException e) {
        busy = e;
      }
    }
    if (json()) {
      console.json(
          json -> {
            json.writeStartArray();
            for (RemovedVersion version : removed) {
              json.writeStartObject();
              BootstrapId id = version.version().id();
              json.writeStringField("sdk", id.sdk());
              json.writeStringField("arch", id.arch());
              json.writeStringField("version", id.version().text());
              json.writeNumberField("bytes", version.bytes());
              json.writeEndObject();
            }
            json.writeEndArray();
          });
    } else {
      for (RemovedVersion version : removed) {
        console.say("removed " + version.version().id() + ", " + Sizes.bytes(version.bytes()));
      }
      console.say(removed.isEmpty() ? "nothing to remove" : removed.size() + " removed");
    }
    if (busy != null) {
      throw busy; // the others are done
    }
    return Exit.DONE;
  }
}
