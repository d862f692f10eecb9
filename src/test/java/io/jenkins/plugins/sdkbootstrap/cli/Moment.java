package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** When a fault strikes: at one of the actions of a stage, told by what is to be seen of it. */
enum Moment {
  /** The seed is being unpacked: there is something in the partial root. */
  UNPACK {
    @Override
    boolean isNow(FaultCase of) throws IOException {
      return exists(of.work(), "root-*.partial-*", "root", "*");
    }
  },
  /** The stage is being entered: enter.sh names its first mount. */
  MOUNT {
    @Override
    boolean isNow(FaultCase of) throws IOException {
      return of.running().out().contains("mount /proc");
    }
  },
  /** The script runs: it says so itself. */
  SCRIPT {
    @Override
    boolean isNow(FaultCase of) throws IOException {
      return of.running().out().contains("building stage");
    }
  },
  /** What is to be left out is being sought: the files beside the tarball are begun before it. */
  CLEAN {
    @Override
    boolean isNow(FaultCase of) throws IOException {
      return exists(of.store(), ".publishing-*", ".stage*.mtree.zst.partial-*");
    }
  },
  /** The root is being archived: there is a partial tarball. */
  ARCHIVE {
    @Override
    boolean isNow(FaultCase of) throws IOException {
      return exists(of.store(), ".publishing-*", ".stage*.tar.zst.partial-*");
    }
  },
  /** The stage is being put into the store: its tarball is complete, but not in there yet. */
  RECORD {
    @Override
    boolean isNow(FaultCase of) throws IOException {
      return exists(of.store(), ".publishing-*", "stage*.tar.zst");
    }
  },
  /** At any time, from the JVM's start on. */
  ANY {
    @Override
    boolean isNow(FaultCase of) {
      return true;
    }
  },
  /** Between two runs: nothing is under way. */
  BETWEEN {
    @Override
    boolean isNow(FaultCase of) {
      return !of.running().isAlive();
    }
  };

  /** Whether the action is under way. What was there before the run has no such action. */
  abstract boolean isNow(FaultCase of) throws IOException;

  /** Whether there is a path of these names, which may be globs. */
  private static boolean exists(Path folder, String... names) throws IOException {
    if (names.length == 0) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    String[] below = Arrays.copyOfRange(names, 1, names.length);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names[0])) {
      for (Path path : found) {
        if (exists(path, below)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException | DirectoryIteratorException e) {
      return false; // it got its name, or went, meanwhile
    }
  }
}
