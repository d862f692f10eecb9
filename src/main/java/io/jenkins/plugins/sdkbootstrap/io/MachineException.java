package io.jenkins.plugins.sdkbootstrap.io;

/**
 * The machine did not do its part: no room on a disk, a disk that fails, a tool that was ended.
 * Nothing has to be wrong with what the work was asked for.
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
