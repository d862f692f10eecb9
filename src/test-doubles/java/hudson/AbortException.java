package hudson;

/** Works as the real one does. */
public class AbortException extends java.io.IOException {
  public AbortException(String message) {
    super(message);
  }
}
