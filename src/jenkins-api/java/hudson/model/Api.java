package hudson.model;

public class Api extends AbstractModelObject {
  public Api(Object bean) {}

  @Override
  public native String getDisplayName();
}
