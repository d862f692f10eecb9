package io.jenkins.plugins.sdkbootstrap.io;

/**
 * The machine failed: a disk is full or broken, a tool was killed. The request itself can be
 * correct.
 */
public class MachineException extends ArchiveException {

  private static final long serialVersionUID = 1L;

  public MachineException(String message) {
    super(message);
  }

  public MachineException(String message, Throwable cause) {
    super(message, cause);
  }
}
