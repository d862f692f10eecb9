package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * Packs and unpacks in a process of its own, for tests that kill it or run it as another user, and
 * for measuring. Arguments: {@code archive ROOT ARCHIVE}, {@code unpack ARCHIVE ROOT} or {@code cat
 * ARCHIVE}, and {@code userns} or {@code slowly} before these. Slowly is for work without an end:
 * it takes little of the machine, and is over after two minutes even where no test ends it any
 * more.
 */
public final class ArchiveMain {

  /** Counts, so that contents are read and digested. */
  private static final class Counting implements EntryVisitor {
    private long files;

    @Override
    public void end(Entry complete) {
      files += complete.digest().isPresent() ? 1 : 0;
    }
  }

  /** In a user namespace with all ids that this user has. */
  private static final class UserNamespace implements Elevation {
    @Override
    public List<String> command(List<String> plain) {
      List<String> command =
          new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--map-auto"));
      command.addAll(plain);
      return command;
    }
  }

  private ArchiveMain() {}

  public static void main(String[] arguments) throws IOException {
    boolean userns = arguments[0].equals("userns");
    boolean slowly = arguments[0].equals("slowly");
    Elevation elevation = userns ? new UserNamespace() : Elevation.NONE;
    List<String> rest = List.of(arguments).subList(userns || slowly ? 1 : 0, arguments.length);
    Request request = new Request();
    if (slowly) {
      request.pauseMillis = 20;
      new Timer(true)
          .schedule(
              new TimerTask() {
                @Override
                public void run() {
                  Runtime.getRuntime().halt(3);
                }
              },
              TimeUnit.MINUTES.toMillis(2));
    }
    request.elevation = elevation;
    request.devices = !userns;
    try {
      run(request, rest);
      for (String note : request.notes) {
        System.out.println(note);
      }
    } catch (ArchiveException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Request request, List<String> arguments) throws IOException {
    Path from = Path.of(arguments.get(1));
    if (arguments.get(0).equals("cat")) {
      try (ByteSource source = ByteSource.of(from);
          ArchiveInput in = ArchiveInput.open(source, Progress.NONE)) {
        in.transferTo(System.out);
      }
      System.out.flush();
      return;
    }
    Path to = Path.of(arguments.get(2));
    if (arguments.get(0).equals("unpack")) {
      request.unpack(from, to);
      return;
    }
    request.compression = Compression.ofName(to.getFileName().toString()).orElse(Compression.NONE);
    request.level = 0;
    request.visitors = List.of(new Counting());
    request.pack(from, to);
  }
}
