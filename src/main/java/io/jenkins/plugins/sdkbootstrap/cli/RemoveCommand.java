package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.store.StoreReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk remove}: an unpacked root goes, whoever its files belong to. */
@Command(
    description = {
      "Removes an unpacked root.",
      "Also removes the files of subordinate ids in a rootless root.",
      "Fails if something is mounted in the root, or if it is no root but a store,",
      "an SDK's directory, or where you are or live."
    })
final class RemoveCommand extends SdkCommand {

  @Parameters(paramLabel = "ROOT", description = "Directory of the root.")
  private Path root;

  @Override
  protected int run(Console console) throws Exception {
    Path absolute = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException("no root: no directory " + root);
    }
    Path parent = absolute.getParent();
    Path real = absolute.toRealPath();
    if (parent == null || real.getNameCount() == 0) {
      throw new InputException(root + " is this machine's own root");
    }
    requireNoneOfYours(real);
    Optional<KeptRoot> kept = KeptRoot.at(absolute);
    if (kept.isPresent()) {
      kept.get().remove();
    } else {
      Privilege privilege = preflight(parent, console);
      RootRemoval.remove(absolute, privilege);
    }
    if (json()) {
      console.json(Map.of("removed", absolute.toString()));
    } else {
      console.say("removed " + root);
    }
    return Exit.DONE;
  }

  /** A mistyped path must not cost an SDK, a store or a home directory. */
  private void requireNoneOfYours(Path real) throws IOException, InputException {
    String what = null;
    if (Path.of("").toRealPath().startsWith(real)) {
      what = "the current directory is in it";
    } else if (Path.of(System.getProperty("user.home")).startsWith(real)) {
      what = "your home directory is in it";
    } else if (Files.exists(real.resolve("sdk.yaml"))) {
      what = "it has an sdk.yaml";
    } else if (!new StoreReader(real).sdks().isEmpty()
        || new StoreReader(real.getParent()).sdks().contains(real.getFileName().toString())) {
      what = "it is a store";
    }
    if (what != null) {
      throw new InputException(root + " is no unpacked root: " + what + "; use rm if it is to go");
    }
  }
}
