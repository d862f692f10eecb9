package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Descriptor;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

public abstract class StepDescriptor extends Descriptor<Step> {
  public abstract Set<? extends Class<?>> getRequiredContext();

  public abstract String getFunctionName();

  public native UninstantiatedDescribable uninstantiate(Step step)
      throws UnsupportedOperationException;

  public native boolean isAdvanced();

  public native String argumentsToString(Map<String, Object> namedArgs);
}
