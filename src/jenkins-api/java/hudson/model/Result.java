package hudson.model;

public final class Result implements java.io.Serializable {
  public static final Result SUCCESS = null;
  public static final Result ABORTED = null;

  public native boolean isBetterOrEqualTo(Result that);
}
