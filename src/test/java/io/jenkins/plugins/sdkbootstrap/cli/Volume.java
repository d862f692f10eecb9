package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small file system of a test's own, which can be filled up and can fail. */
final class Volume implements AutoCloseable {

  /** Of ext4's way to stop a file system at once, as if its power were gone (FS_IOC_SHUTDOWN). */
  private static final String SHUTDOWN =
      "use POSIX; my $d = POSIX::open($ARGV[0], 0) or die $!; open(D, '<&=', $d) or die $!;"
          + " my $how = pack('I', 2); ioctl(D, 0x8004587d, $how) or die $!";

  private final Path place;
  private Path image;
  private final List<Path> ballast = new ArrayList<>();

  private Volume(Path place, Path image) {
    this.place = place;
    this.image = image;
  }

  /** In memory, of so many bytes and inodes; the place is made. */
  static Volume inMemory(Path place, long bytes, int inodes) throws Exception {
    Files.createDirectories(place);
    String options = "size=" + bytes + ",nr_inodes=" + inodes;
    TinySdk.run("mount", "-t", "tmpfs", "-o", options, "faults", place.toString());
    return new Volume(place, null);
  }

  /** An ext4 file system in a file beside the place, which is made. */
  static Volume onDisk(Path place, long bytes) throws Exception {
    Files.createDirectories(place);
    Path image = place.resolveSibling(place.getFileName() + ".image");
    TinySdk.run("truncate", "--size=" + bytes, image.toString());
    TinySdk.run("mkfs.ext4", "-q", "-E", "nodiscard", image.toString());
    Volume volume = new Volume(place, image);
    volume.mount();
    return volume;
  }

  /** Where it is mounted. */
  Path place() {
    return place;
  }

  private void mount() throws Exception {
    TinySdk.run("mount", "-o", "loop", image.toString(), place.toString());
  }

  /** Takes all the space that is left. */
  void takeSpace() throws IOException {
    Path file = ballast("space");
    byte[] piece = new byte[1 << 20];
    try (var out = Files.newOutputStream(file)) {
      for (int size = piece.length; size >= 512; ) {
        try {
          out.write(piece, 0, size);
        } catch (IOException e) {
          size /= 2;
        }
      }
    }
  }

  /** Takes all the inodes that are left. */
  void takeInodes() throws IOException {
    try {
      while (true) {
        Files.createFile(ballast("inode"));
      }
    } catch (IOException e) {
      ballast.remove(ballast.size() - 1);
    }
  }

  private Path ballast(String kind) {
    Path file = place.resolve("ballast-" + kind + "-" + ballast.size());
    ballast.add(file);
    return file;
  }

  /** Gives back what was taken. */
  void giveBack() throws IOException {
    for (Path file : ballast) {
      Files.deleteIfExists(file);
    }
    ballast.clear();
  }

  /** From now on every access is an input/output error, and what is not on the disk is lost. */
  void fail() throws Exception {
    TinySdk.run("perl", "-e", SHUTDOWN, place.toString());
  }

  /** Brings one that failed back, as after a reboot. */
  void comeBack() throws Exception {
    TinySdk.run("umount", "--lazy", place.toString());
    // A copy: where another mount namespace still has the old one, the kernel may still write to
    // it.
    Path copy = image.resolveSibling(image.getFileName() + "-copy");
    TinySdk.run("cp", "--sparse=always", image.toString(), copy.toString());
    Files.delete(image);
    image = copy;
    mount();
  }

  @Override
  public void close() throws Exception {
    // Where a test failed, a process may still be in there.
    TinySdk.run("umount", "--lazy", place.toString());
    if (image != null) {
      Files.delete(image);
    }
    Files.delete(place);
  }
}
