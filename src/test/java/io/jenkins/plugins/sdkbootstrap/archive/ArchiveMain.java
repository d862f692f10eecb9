package io.jenkins.plugins.sdkbootstrap.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Packs and unpacks from a process of its own, for tests that kill it and for measuring. */
final class ArchiveMain {

  private static final class Counting implements EntryVisitor {
    private long files;

    @Override
    public void begin(Entry header) {}

    @Override
    public void end(Entry complete) {
      files += complete.digest().isPresent() ? 1 : 0;
    }
  }

  private ArchiveMain() {}

  public static void main(String[] args) throws IOException {
    try {
      if (args[0].equals("archive")) {
        Path archive = Path.of(args[2]);
        Compression compression =
            Compression.ofName(archive.getFileName().toString()).orElse(Compression.NONE);
        Counting visitor = new Counting();
        System.out.println(
            RootArchiver.write(
                new ArchiveRequest(
                    Path.of(args[1]),
                    archive,
                    compression,
                    0,
                    List.of(),
                    4_000_000_000L,
                    Elevation.NONE,
                    Progress.NONE,
                    List.of(visitor))));
        System.out.println(visitor.files + " files");
      } else if (args[0].equals("cat")) {
        try (ByteSource source = ByteSource.of(Path.of(args[1]));
            ArchiveInput in = ArchiveInput.open(source, Progress.NONE)) {
          in.transferTo(System.out);
        }
        System.out.flush();
      } else {
        System.out.println(
            Unpacker.unpack(
                new UnpackRequest(
                    Path.of(args[1]),
                    Path.of(args[2]),
                    null,
                    Elevation.NONE,
                    true,
                    Progress.NONE)));
      }
    } catch (ArchiveException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
