package hudson.model;

/** Something with a name. */
public abstract class AbstractItem extends Actionable implements Item {
  @Override
  public String getDisplayName() {
    return getFullName();
  }
}
