package io.jenkins.plugins.sdkbootstrap.io;

/**
 * A failure of the machine: a disk is full or broken, or a tool was killed. The request itself may
 * be correct.
 */
public class MachineException extends ArchiveException {

  private static final long serialVersionUID = 1L;

  public MachineException(String message) {
    super(message);
  }

  public MachineException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same: it says already what the machine could not do with which file. */
  @Override
  public MachineException in(String archive) {
    return this;
  }
}
