package hudson.model;

/** A descriptor that keeps nothing on disk. */
public abstract class Descriptor<T extends Describable<T>> implements Saveable {
  protected Descriptor() {}

  @SuppressWarnings("rawtypes")
  protected void addHelpFileRedirect(
      String fieldName, Class<? extends Describable> owner, String fieldNameToRedirectTo) {}

  @Override
  public void save() {}

  public void load() {}

  /** As the real one. */
  public static final class FormException extends Exception {
    public FormException(String message, String formField) {
      super(formField + ": " + message);
    }
  }

  public T newInstance(org.kohsuke.stapler.StaplerRequest2 req, net.sf.json.JSONObject formData)
      throws FormException {
    throw new FormException("no forms here", "");
  }

  public boolean configure(org.kohsuke.stapler.StaplerRequest2 req, net.sf.json.JSONObject json)
      throws FormException {
    throw new FormException("no forms here", "");
  }
}
