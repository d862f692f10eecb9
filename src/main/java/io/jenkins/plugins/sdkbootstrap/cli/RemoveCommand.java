package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
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
      "Fails if something is mounted in the root."
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
    if (parent == null || absolute.toRealPath().getNameCount() == 0) {
      throw new InputException(root + " is this machine's own root");
    }
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
}
