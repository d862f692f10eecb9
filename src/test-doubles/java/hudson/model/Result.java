package hudson.model;

/** As the real one. */
public final class Result implements java.io.Serializable {
  public static final Result SUCCESS = new Result();
  public static final Result FAILURE = new Result();
  public static final Result ABORTED = new Result();
}
