package org.jenkinsci.plugins.workflow.steps.durable_task;

import java.util.Set;
import jenkins.tasks.filters.EnvVarsFilterableBuilder;
import org.jenkinsci.plugins.durabletask.DurableTask;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

public abstract class DurableTaskStep extends Step implements EnvVarsFilterableBuilder {
  protected abstract DurableTask task();

  @Override
  public native StepExecution start(StepContext context) throws Exception;

  public abstract static class DurableTaskStepDescriptor extends StepDescriptor {
    @Override
    public final native Set<? extends Class<?>> getRequiredContext();
  }
}
