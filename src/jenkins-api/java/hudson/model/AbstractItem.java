package hudson.model;

public abstract class AbstractItem extends Actionable implements Item {
  @Override
  public native String getFullName();

  @Override
  public native String getUrl();

  @Override
  public native String getDisplayName();
}
