package io.jenkins.plugins.sdkbootstrap.steps;

import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Makes a step known that only {@code bootstrapSdk} calls; people call that. */
@Restricted(NoExternalUse.class)
public abstract class InternalStepDescriptor extends StepDescriptor {

  private final String name;
  private final Set<Class<?>> context;

  InternalStepDescriptor(String name, Class<?>... context) {
    this.name = name;
    this.context = Set.of(context);
  }

  @Override
  public String getFunctionName() {
    return name;
  }

  @Override
  public String getDisplayName() {
    return Messages.InternalStepDescriptor_DisplayName();
  }

  /** The Snippet Generator lists it under those that are not for people. */
  @Override
  public boolean isAdvanced() {
    return true;
  }

  @Override
  public Set<? extends Class<?>> getRequiredContext() {
    return context;
  }
}
