package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.RequestAbortedException;
import hudson.util.FormValidation;
import io.jenkins.plugins.sdkbootstrap.agent.AgentSettings;
import io.jenkins.plugins.sdkbootstrap.agent.ChrootTask;
import io.jenkins.plugins.sdkbootstrap.agent.PlainScript;
import io.jenkins.plugins.sdkbootstrap.build.OrphanedStages;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.RootState;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;
import org.jenkinsci.plugins.durabletask.DurableTask;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Runs a stage's script inside its root: either what an sdk.yaml says of the stage, or a script
 * with what it is to see. Runs on as a process of the agent while the controller restarts or the
 * connection is lost.
 */
public final class ChrootStageStep extends DurableTaskStep {

  private final int stage;
  private final String root;
  private String config;
  private String sdk;
  private String version;
  private String arch;
  private String script;
  private List<String> repos = List.of();
  private List<String> caches = List.of();
  private List<String> env = List.of();
  private boolean network = true;
  private String privilege;

  /** Whose step it is; known from its start to its task's, which is when it is needed. */
  private transient Run<?, ?> run;

  private transient String flowNode;

  /**
   * A step with what it cannot do without.
   *
   * @param stage the stage's number, from 1
   * @param root the unpacked seed, absolute or from the current directory
   */
  @DataBoundConstructor
  public ChrootStageStep(int stage, String root) {
    this.stage = stage;
    this.root = Util.fixEmptyAndTrim(root);
  }

  /** The stage's number, from 1. */
  public int getStage() {
    return stage;
  }

  /** The unpacked seed. */
  public String getRoot() {
    return root;
  }

  /** The sdk.yaml that describes the stage; null where there is a script. */
  public String getConfig() {
    return config;
  }

  @DataBoundSetter
  public void setConfig(String config) {
    this.config = Util.fixEmptyAndTrim(config);
  }

  /** The SDK's name; null for the one that sdk.yaml has. */
  public String getSdk() {
    return sdk;
  }

  @DataBoundSetter
  public void setSdk(String sdk) {
    this.sdk = Util.fixEmptyAndTrim(sdk);
  }

  /** The bootstrap's version; null for the build's. */
  public String getVersion() {
    return version;
  }

  @DataBoundSetter
  public void setVersion(String version) {
    this.version = Util.fixEmptyAndTrim(version);
  }

  /** The architecture; null for sdk.yaml's. */
  public String getArch() {
    return arch;
  }

  @DataBoundSetter
  public void setArch(String arch) {
    this.arch = Util.fixEmptyAndTrim(arch);
  }

  /** The script, where there is no sdk.yaml. */
  public String getScript() {
    return script;
  }

  @DataBoundSetter
  public void setScript(String script) {
    this.script = Util.fixEmptyAndTrim(script);
  }

  /** Package repositories for the script, {@code NAME=PATH:MOUNT} each, read-only. */
  public List<String> getRepos() {
    return repos;
  }

  @DataBoundSetter
  public void setRepos(List<String> repos) {
    this.repos = repos == null ? List.of() : new ArrayList<>(repos);
  }

  /** Directories kept between builds for the script, {@code NAME=PATH:MOUNT} each. */
  public List<String> getCaches() {
    return caches;
  }

  @DataBoundSetter
  public void setCaches(List<String> caches) {
    this.caches = caches == null ? List.of() : new ArrayList<>(caches);
  }

  /** Variables for the script, {@code NAME=VALUE} each. */
  public List<String> getEnv() {
    return env;
  }

  @DataBoundSetter
  public void setEnv(List<String> env) {
    this.env = env == null ? List.of() : new ArrayList<>(env);
  }

  /** Whether the script has a network. */
  public boolean isNetwork() {
    return network;
  }

  /** Sets whether it has a network. */
  @DataBoundSetter
  public void setNetwork(boolean network) {
    this.network = network;
  }

  /** How the chroot is entered; null for what is configured. */
  public String getPrivilege() {
    return privilege;
  }

  @DataBoundSetter
  public void setPrivilege(String privilege) {
    this.privilege = Util.fixEmptyAndTrim(privilege);
  }

  @Override
  public StepExecution start(StepContext context) throws Exception {
    Require.sound(
        DescriptorImpl.NAME,
        () -> {
          Require.stage(stage);
          Require.text("root", root);
          if ((config == null) == (script == null)) {
            throw new IllegalArgumentException(
                "give either config, an sdk.yaml, or script, a shell script");
          }
          Require.path("config", config);
          Require.path("script", script);
          Require.version(version);
          Require.privilege(privilege);
          Require.texts("repos", repos);
          Require.texts("caches", caches);
          Require.texts("env", env);
        });
    run = context.get(Run.class);
    flowNode = context.get(FlowNode.class).getId();
    return super.start(context);
  }

  @Override
  protected DurableTask task() {
    if (config == null) {
      PlainScript plain = new PlainScript(stage, script, repos, caches, env, network);
      return new Task(run, flowNode, null, plain, root, privilege);
    }
    return new Task(
        run, flowNode, new StagePlanning(config, stage, sdk, version, arch), null, root, privilege);
  }

  /**
   * A shell script that enters the stage; what it is in detail is worked out on the agent. Only
   * lives until it has launched that, which then is what is persisted.
   */
  private static final class Task extends DurableTask {

    private final transient Run<?, ?> run;
    private final String flowNode;
    private final StagePlanning stage;
    private final PlainScript script;
    private final String root;
    private final String privilege;
    private Charset charset;
    private boolean capture;

    Task(
        Run<?, ?> run,
        String flowNode,
        StagePlanning stage,
        PlainScript script,
        String root,
        String privilege) {
      this.run = run;
      this.flowNode = flowNode;
      this.stage = stage;
      this.script = script;
      this.root = root;
      this.privilege = privilege;
    }

    @Override
    public void charset(Charset cs) {
      charset = cs;
    }

    @Override
    public void defaultCharset() {
      charset = null;
    }

    @Override
    public void captureOutput() {
      capture = true;
    }

    @Override
    public Controller launch(
        EnvVars env, FilePath workspace, Launcher launcher, TaskListener listener)
        throws IOException, InterruptedException {
      String text = enter(workspace, listener);
      BourneShellScript shell = new BourneShellScript(text);
      if (charset == null) {
        shell.defaultCharset();
      } else {
        shell.charset(charset);
      }
      if (capture) {
        shell.captureOutput();
      }
      String node = FilePathUtils.getNodeName(workspace);
      return shell.launch(OrphanedStages.begin(env, run, node), workspace, launcher, listener);
    }

    /** Has the agent look at what the stage is made from, and keeps that with the build. */
    private String enter(FilePath workspace, TaskListener listener)
        throws IOException, InterruptedException {
      try {
        AgentSettings settings = SdkBootstrapConfiguration.agentSettings(workspace, privilege);
        PlannedSdk plan = stage == null ? null : stage.plan(run, workspace);
        ChrootTask.PlannedStage planned =
            plan == null
                ? null
                : new ChrootTask.PlannedStage(
                    plan.id().stage(stage.stage()),
                    plan.sdkConfig(run),
                    stage.config(),
                    plan.begun(),
                    plan.seen());
        ChrootTask.Entry entry =
            workspace.act(new ChrootTask(planned, script, root, settings, listener));
        if (planned != null && !entry.entered().inputs().spec().equals(planned.spec())) {
          throw new AbortException("the agent entered another stage than it was asked for");
        }
        keep(FilePathUtils.getNodeName(workspace), plan, entry);
        return entry.script();
      } catch (IOException | RequestAbortedException e) {
        throw OneLine.of(e);
      }
    }

    private void keep(String node, PlannedSdk plan, ChrootTask.Entry entry) throws IOException {
      SdkBuildAction action = SdkBuildAction.of(run);
      Optional<RootState> root = action.root(node, entry.root());
      if (root.isPresent()) { // else someone else has unpacked it, and nothing comes of it
        BootstrapId bootstrap = plan == null ? null : plan.id();
        action.putRoot(root.get().entered(bootstrap, flowNode, entry.entered()));
      }
      if (plan != null) {
        action.putSeen(plan.id(), entry.entered().seen());
      }
    }
  }

  /** Makes the step known as {@code chrootStage}. */
  @Extension
  public static final class DescriptorImpl extends DurableTaskStepDescriptor implements StepForm {

    private static final String NAME = "chrootStage";

    /** With the help of fields that other steps have too. */
    public DescriptorImpl() {
      for (String field : List.of("config", "sdk", "version", "arch", "privilege")) {
        addHelpFileRedirect(field, ArchiveStageRootStep.class, field);
      }
    }

    @Override
    public String getFunctionName() {
      return NAME;
    }

    @Override
    public String getDisplayName() {
      return Messages.ChrootStageStep_DisplayName();
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
      Object script = namedArgs.get("script");
      Object what = script == null ? namedArgs.get("config") : script;
      return Messages.ChrootStageStep_Arguments(
          namedArgs.get("stage"), what, namedArgs.get("root"));
    }

    /** Takes the lists from text boxes, a line each; there is no control for lists of strings. */
    @Override
    public Step newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
      Require.lists(formData, "repos", "caches", "env");
      return super.newInstance(req, formData);
    }

    /** Checks that there is one of both. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckScript(
        @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String config) {
      FormChecks.requireReader(item);
      return value.isBlank() == config.isBlank()
          ? FormValidation.error(Messages.ChrootStageStep_ConfigOrScript())
          : FormValidation.ok();
    }
  }
}
