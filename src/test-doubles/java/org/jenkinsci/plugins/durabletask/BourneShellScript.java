package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Runs a shell script as a process of this machine, and waits for it. */
public final class BourneShellScript extends FileMonitoringTask {

  private final String script;

  public BourneShellScript(String script) {
    this.script = script;
  }

  /** How it ended. */
  public static final class Status extends Controller {
    private final int code;

    Status(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  @Override
  public Controller launch(
      EnvVars env, FilePath workspace, Launcher launcher, TaskListener listener)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("script", ".sh");
    try {
      Files.writeString(file, script);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      ProcessBuilder builder =
          new ProcessBuilder(file.toString())
              .directory(Path.of(workspace.getRemote()).toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectErrorStream(true);
      Process process = builder.start();
      process.getInputStream().transferTo(listener.getLogger());
      return new Status(process.waitFor());
    } finally {
      Files.delete(file);
    }
  }
}
