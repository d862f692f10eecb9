package hudson.model;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
    extends AbstractItem implements hudson.ExtensionPoint {
  public abstract boolean isBuildable();

  public native java.io.File getRootDir();

  public native RunT getBuildByNumber(int n);

  public native RunT getLastBuild();

  public native RunT getLastCompletedBuild();

  public native RunT getLastSuccessfulBuild();

  public native <T extends JobProperty> T getProperty(Class<T> clazz);
}
