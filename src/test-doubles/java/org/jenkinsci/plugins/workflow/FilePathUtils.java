package org.jenkinsci.plugins.workflow;

import hudson.FilePath;

/** As the real one. */
public class FilePathUtils {
  public static String getNodeName(FilePath f) {
    return f.toComputer().getName();
  }
}
