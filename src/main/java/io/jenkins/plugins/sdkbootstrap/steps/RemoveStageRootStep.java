package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Removes a root from an agent, for which {@code deleteDir} lacks the right: its files belong to
 * users of its own.
 */
public final class RemoveStageRootStep extends PrivilegedStep {

  private final String root;

  /**
   * A step with what it cannot do without.
   *
   * @param root the unpacked seed, absolute or from the current directory; need not be there
   */
  @DataBoundConstructor
  public RemoveStageRootStep(String root) {
    this.root = Util.fixEmptyAndTrim(root);
  }

  /** The unpacked seed. */
  public String getRoot() {
    return root;
  }

  @Override
  public StepExecution start(StepContext context) throws AbortException {
    Require.sound(
        DescriptorImpl.NAME,
        () -> {
          Require.text("root", root);
          check();
        });
    return new Execution(context, root, getPrivilege());
  }

  private static final class Execution extends RerunExecution {

    private static final long serialVersionUID = 1L;

    private final String root;
    private final String privilege;

    Execution(StepContext context, String root, String privilege) {
      super(context);
      this.root = root;
      this.privilege = privilege;
    }

    /** Short: a build that ends because its agent is gone ends with this step. */
    @Override
    long patienceSeconds() {
      return 15;
    }

    @Override
    Object work(FilePath workspace, TaskListener listener) throws Exception {
      StageArchiving.clean(
          workspace, root, true, SdkBootstrapConfiguration.agentSettings(workspace, privilege));
      return null;
    }
  }

  /** Makes the step known as {@code removeStageRoot}. */
  @Extension
  public static final class DescriptorImpl extends StepDescriptor implements StepForm {

    private static final String NAME = "removeStageRoot";

    @Override
    public String getFunctionName() {
      return NAME;
    }

    @Override
    public String getDisplayName() {
      return Messages.RemoveStageRootStep_DisplayName();
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(FlowExecution.class, FilePath.class, TaskListener.class);
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
      return String.valueOf(namedArgs.get("root"));
    }
  }
}
