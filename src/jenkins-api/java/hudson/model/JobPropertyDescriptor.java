package hudson.model;

public abstract class JobPropertyDescriptor extends Descriptor<JobProperty<?>> {
  protected JobPropertyDescriptor() {}

  @SuppressWarnings("rawtypes")
  public native boolean isApplicable(Class<? extends Job> jobType);
}
