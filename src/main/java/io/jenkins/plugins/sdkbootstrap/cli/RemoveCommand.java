package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk remove}: an unpacked root goes, whoever its files belong to. */
@Command(
    name = "remove",
    description = {
      "Removes an unpacked root.",
      "An ordinary user's root has files of other ids, which rm may not remove; this may. Nothing is",
      "removed where something is mounted in it."
    },
    sortOptions = false)
final class RemoveCommand extends SdkCommand {

  @Parameters(paramLabel = "ROOT", description = "The root.")
  private Path root;

  RemoveCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  @Override
  int run(Console console) throws Exception {
    Path absolute = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException("no root " + root + ": it is no directory");
    }
    Path parent = absolute.getParent();
    if (parent == null || absolute.toRealPath().getNameCount() == 0) {
      throw new InputException(root + " is this machine's own root");
    }
    Privilege privilege = preflight(parent, console);
    RootRemoval.remove(absolute, privilege);
    if (json()) {
      console.json(
          json -> {
            json.writeStartObject();
            json.writeStringField("removed", absolute.toString());
            json.writeEndObject();
          });
    } else {
      console.say("removed " + root);
    }
    return Exit.DONE;
  }
}
