package jenkins.model;

import hudson.model.Job;
import hudson.model.JobProperty;
import hudson.model.JobPropertyDescriptor;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class OptionalJobProperty<J extends Job<?, ?>> extends JobProperty<J> {
  public abstract static class OptionalJobPropertyDescriptor extends JobPropertyDescriptor {
    protected OptionalJobPropertyDescriptor() {}

    @Override
    public native JobProperty<?> newInstance(StaplerRequest2 req, JSONObject formData)
        throws FormException;
  }
}
