package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundConstructor;

/** Has the form of a Pipeline step in the form of a freestyle job, where a test can submit it. */
public final class StepInForm extends Builder {

  private final Step step;

  /** With the step as it is bound. */
  @DataBoundConstructor
  public StepInForm(Step step) {
    this.step = step;
  }

  /** The step. */
  public Step getStep() {
    return step;
  }

  /** Registered by the test that uses it. */
  public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

    /** Of the outer class. */
    public DescriptorImpl() {
      super(StepInForm.class);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the API has it
    public boolean isApplicable(Class<? extends AbstractProject> jobType) {
      return true;
    }

    @Override
    public String getDisplayName() {
      return "The form of a step";
    }
  }
}
