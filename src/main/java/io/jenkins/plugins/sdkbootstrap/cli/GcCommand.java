package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.KeptRootText;
import io.jenkins.plugins.sdkbootstrap.cli.report.Sizes;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import io.jenkins.plugins.sdkbootstrap.store.RemovedVersion;
import io.jenkins.plugins.sdkbootstrap.store.StoreBusyException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bootstrap-sdk gc}: removes old bootstraps from a store. */
@Command(
    description = {
      "Removes old bootstraps from a store.",
      "Keeps the newest N complete bootstraps of each SDK and architecture, and all",
      "bootstraps that began after the oldest of these."
    })
final class GcCommand extends SdkCommand {

  @Option(
      names = "--store",
      paramLabel = "DIR",
      required = true,
      description = "Directory of the store.")
  private Path store;

  @Option(
      names = "--keep",
      paramLabel = "N",
      required = true,
      description = "Number of complete bootstraps to keep, at least 1.")
  private int keep;

  private record Result(String sdk, String arch, String version, long bytes) {

    static Result of(RemovedVersion removed) {
      BootstrapId id = removed.version().id();
      return new Result(id.sdk(), id.arch(), id.version().text(), removed.bytes());
    }
  }

  /** What an earlier run could not remove may be removable by now. */
  private void removeSetAside(Path work, Console console) throws Exception {
    List<Path> left = RootRemoval.setAsideIn(work);
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
  protected int run(Console console) throws Exception {
    if (!Files.isDirectory(store)) {
      throw new InputException("no store: no directory " + store);
    }
    DirectoryStore directory = new DirectoryStore(store);
    Set<String> sdks = directory.sdks();
    try (Stream<Path> content = Files.list(store)) {
      // Others' directories get no lock; an empty one can become a store.
      if (sdks.isEmpty() && content.findAny().isPresent()) {
        throw new InputException("no store: no SDK was bootstrapped into " + store);
      }
    }
    List<RemovedVersion> removed = new ArrayList<>();
    List<KeptRoot> kept = new ArrayList<>();
    StoreBusyException busy = null;
    for (String sdk : sdks) {
      try (Closeable lock = directory.lock(sdk)) {
        removed.addAll(directory.gc(sdk, keep));
        Path work = directory.directory(sdk).resolve(".work");
        removeSetAside(work, console);
        kept.addAll(KeptRoot.in(work, sdk));
      } catch (StoreBusyException e) {
        busy = e;
      }
    }
    if (json()) {
      console.json(removed.stream().map(Result::of).toList());
    } else {
      for (RemovedVersion version : removed) {
        console.say("removed " + version.version().id() + ", " + Sizes.bytes(version.bytes()));
      }
      console.say(removed.isEmpty() ? "nothing to remove" : removed.size() + " removed");
      kept.forEach(root -> console.say(KeptRootText.line(root, Clock.systemUTC())));
    }
    if (busy != null) {
      throw busy; // the others are done
    }
    return Exit.DONE;
  }
}
