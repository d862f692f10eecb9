package org.jenkinsci.plugins.workflow;

import hudson.FilePath;

public final class FilePathUtils {
  private FilePathUtils() {}

  public static native String getNodeName(FilePath f) throws IllegalStateException;

  public static native FilePath find(String node, String path);
}
