package hudson.remoting;

public class Channel implements VirtualChannel {
  public native boolean isClosingOrClosed();
}
