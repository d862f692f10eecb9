package hudson.model;

public abstract class AbstractItem extends Actionable implements Item {
  @Override
  public final native String getFullName();

  @Override
  public final native String getUrl();

  @Override
  public native String getDisplayName();
}
