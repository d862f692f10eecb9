package io.jenkins.plugins.sdkbootstrap.io;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says what is wrong with a file: the messages of the JDK's exceptions are often only its path. */
public final class FileProblem {

  private FileProblem() {}

  /** In a few words, to stand behind the file's name and a colon. */
  public static String of(FileSystemException e) {
    if (e.getReason() != null) {
      return e.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    return e instanceof FileAlreadyExistsException
        ? "there is something else of this name"
        : "cannot be used";
  }
}
