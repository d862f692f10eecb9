package hudson.model;

import java.util.concurrent.ExecutorService;

public abstract class Computer extends Actionable {
  public static final ExecutorService threadPoolForRemoting = null;

  public native Node getNode();

  public native String getName();
}
