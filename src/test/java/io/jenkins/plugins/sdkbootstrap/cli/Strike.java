package io.jenkins.plugins.sdkbootstrap.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What goes wrong. */
enum Strike {
  /** SIGKILL to the driver. */
  KILL_DRIVER(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) {
      return fault.running().driver().destroyForcibly();
    }
  },
  /** SIGTERM to the driver. */
  TERMINATE_DRIVER(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) {
      return fault.running().driver().destroy();
    }
  },
  /** SIGKILL to one of the processes that the driver started. */
  KILL_TOOL(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) {
      return killOne(fault.running().tools(""), random);
    }
  },
  /** SIGKILL to tar. */
  KILL_TAR(EnumSet.of(Moment.UNPACK, Moment.CLEAN, Moment.ARCHIVE)) {
    @Override
    boolean hit(FaultCase fault, Random random) {
      return killOne(fault.running().tools("tar --"), random);
    }
  },
  /** SIGKILL to the stage's script. */
  KILL_SCRIPT(EnumSet.of(Moment.SCRIPT)) {
    @Override
    boolean hit(FaultCase fault, Random random) {
      return killOne(fault.running().tools("/bin/sh /tmp/stage.sh"), random);
    }
  },
  /** Someone else takes all the space that the file system has left. */
  TAKE_SPACE(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      fault.volume().takeSpace();
      return fault.running().isAlive();
    }
  },
  /** Someone else takes all the inodes that the file system has left. */
  TAKE_INODES(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      fault.volume().takeInodes();
      return fault.running().isAlive();
    }
  },
  /** The power goes: what was not brought to the disk is lost, and nothing runs any more. */
  LOSE_POWER(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      fault.volume().fail();
      return fault.running().driver().destroyForcibly();
    }
  },
  /** Each access to the disk is an input/output error from now on. */
  FAIL_DISK(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      fault.volume().fail();
      return fault.running().isAlive();
    }
  },
  /** Someone starts the same command a second time. */
  SECOND_RUN(during()) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      return fault.startSecond();
    }
  },
  /** A stored tarball loses its end. */
  TRUNCATE_TARBALL(EnumSet.of(Moment.BETWEEN)) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      try (var file = Files.newByteChannel(fault.stored(".tar.zst"), StandardOpenOption.WRITE)) {
        file.truncate((long) (random.nextDouble() * file.size()));
      }
      return true;
    }
  },
  /** One bit of a stored tarball's frames is another. */
  FLIP_IN_FRAMES(EnumSet.of(Moment.BETWEEN)) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      Path tarball = fault.stored(".tar.zst");
      flip(tarball, 0, Files.size(tarball) - SEEK_TABLE, random);
      return true;
    }
  },
  /** One bit of a stored tarball's seek table is another. */
  FLIP_IN_SEEK_TABLE(EnumSet.of(Moment.BETWEEN)) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      Path tarball = fault.stored(".tar.zst");
      flip(tarball, Files.size(tarball) - SEEK_TABLE, Files.size(tarball), random);
      return true;
    }
  },
  /** One bit of a stored index is another. */
  FLIP_IN_INDEX(EnumSet.of(Moment.BETWEEN)) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      Path index = fault.stored(".mtree.zst");
      flip(index, 0, Files.size(index), random);
      return true;
    }
  },
  /** One bit of a stored record is another. */
  FLIP_IN_RECORD(EnumSet.of(Moment.BETWEEN)) {
    @Override
    boolean hit(FaultCase fault, Random random) throws Exception {
      Path record = fault.stored(".intoto.json");
      flip(record, 0, Files.size(record), random);
      return true;
    }
  };

  /** What the end of a tarball has at least: the table of one frame with checksum. */
  private static final int SEEK_TABLE = 8 + 12 + 9;

  private final Set<Moment> moments;

  Strike(Set<Moment> moments) {
    this.moments = moments;
  }

  /** When it can strike. */
  Set<Moment> moments() {
    return moments;
  }

  /** Does it; false if it came too late. */
  abstract boolean hit(FaultCase fault, Random random) throws Exception;

  /** Whether it needs a file system of its own, in memory or on a disk. */
  boolean fills() {
    return this == TAKE_SPACE || this == TAKE_INODES;
  }

  /** Whether it needs a file system of its own, on a disk. */
  boolean breaksDisk() {
    return this == LOSE_POWER || this == FAIL_DISK;
  }

  /** Whether the driver goes without a chance to clean up. */
  boolean leavesNoChance() {
    return this == KILL_DRIVER || breaksDisk();
  }

  private static Set<Moment> during() {
    return EnumSet.complementOf(EnumSet.of(Moment.BETWEEN));
  }

  private static boolean killOne(List<ProcessHandle> processes, Random random) {
    return !processes.isEmpty()
        && processes.get(random.nextInt(processes.size())).destroyForcibly();
  }

  private static void flip(Path file, long from, long to, Random random) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int at = (int) (from + (long) (random.nextDouble() * (to - from)));
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes); // in place: the release's name is a further one of the same file
  }
}
