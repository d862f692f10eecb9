package hudson.model;

import java.io.Serializable;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Saveable {
  protected Descriptor() {}

  protected Descriptor(Class<? extends T> clazz) {}

  public native String getDisplayName();

  public native T newInstance(StaplerRequest2 req, JSONObject formData) throws FormException;

  public native boolean configure(StaplerRequest2 req, JSONObject json) throws FormException;

  @SuppressWarnings("rawtypes")
  protected native void addHelpFileRedirect(
      String fieldName, Class<? extends Describable> owner, String fieldNameToRedirectTo);

  @Override
  public native void save();

  public native void load();

  public static final class FormException extends Exception implements Serializable {
    public FormException(String message, String formField) {}
  }
}
