package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.ExtensionList;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.util.FormValidation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What people see of the steps in the Snippet Generator and in Pipeline views. */
public class StepFormsTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();

  private static final String SIGNING_KEY = "records";
  private static final String DIGEST = "sha256:" + "0f".repeat(32);
  private static final List<Class<? extends Step>> STEPS =
      List.of(
          UnpackSeedStep.class,
          ChrootStageStep.class,
          ArchiveStageRootStep.class,
          RemoveStageRootStep.class);

  /** What a step has by what it extends; its own form leaves these out. */
  private static final List<String> OF_DURABLE_TASK_STEP = List.of("encoding", "returnStdout");

  @BeforeClass
  public static void registerForm() {
    ExtensionList.lookup(Descriptor.class).add(new StepInForm.DescriptorImpl());
  }

  @Test
  public void theFormOfUnpackSeedKeepsWhatItIsGiven() throws Exception {
    assertFormKeeps(new UnpackSeedStep("seed.tar.zst", "root"));
    UnpackSeedStep step = new UnpackSeedStep("stage1-amd64-1.0+1.tar.zst", "root");
    step.setDigest(DIGEST);
    step.setFromJob("folder/other");
    step.setFromBuild("lastCompleted");
    step.setPrivilege("sudo");
    assertFormKeeps(step);
  }

  @Test
  public void theFormOfChrootStageKeepsWhatItIsGiven() throws Exception {
    ChrootStageStep plain = new ChrootStageStep(2, "root");
    plain.setConfig("sdk.yaml");
    assertFormKeeps(plain);
    ChrootStageStep step = new ChrootStageStep(1, "root");
    step.setScript("stage.sh");
    step.setVersion("1.0+1");
    step.setArch("arm64");
    step.setRepos(List.of("base=repos/base:/var/base", "more=repos/more:/var/more"));
    step.setCaches(List.of("files=/var/cache/files:/var/files"));
    step.setEnv(List.of("A=1", "B=two words"));
    step.setNetwork(false);
    step.setPrivilege("userns");
    step.setLabel("the stage");
    step.setReturnStatus(true);
    assertFormKeeps(step);
  }

  @Test
  public void theFormOfArchiveStageRootKeepsWhatItIsGiven() throws Exception {
    assertFormKeeps(new ArchiveStageRootStep(1, "root"));
    ArchiveStageRootStep step = new ArchiveStageRootStep(3, "root");
    step.setConfig("sdks/sdk.yaml");
    step.setVersion("1.0+1");
    step.setArch("arm64");
    step.setCompression("bzip2");
    step.setPrivilege("root");
    step.setRemoveRoot(true);
    step.setSigningKey(SIGNING_KEY);
    assertFormKeeps(step);
  }

  @Test
  public void theFormOfRemoveStageRootKeepsWhatItIsGiven() throws Exception {
    assertFormKeeps(new RemoveStageRootStep("root"));
    RemoveStageRootStep step = new RemoveStageRootStep("root");
    step.setPrivilege("userns");
    assertFormKeeps(step);
  }

  private static void assertFormKeeps(Step before) throws Exception {
    FreeStyleProject job = JENKINS.createFreeStyleProject();
    job.getBuildersList().add(new StepInForm(before));
    JENKINS.configRoundtrip(job);
    Step after = job.getBuildersList().get(StepInForm.class).getStep();
    assertEquals(properties(before), properties(after));
  }

  private static Map<String, Object> properties(Step step) throws Exception {
    return new TreeMap<>(DescribableModel.of(step.getClass()).uninstantiate2_(step).getArguments());
  }

  @Test
  public void generatesTheShortestSnippets() {
    assertEquals(
        "unpackSeed root: 'root', seed: 'seed.tar.zst'",
        snippet(new UnpackSeedStep("seed.tar.zst", "root")));
    ChrootStageStep chroot = new ChrootStageStep(2, "root");
    chroot.setConfig("sdk.yaml");
    assertEquals("chrootStage config: 'sdk.yaml', root: 'root', stage: 2", snippet(chroot));
    ChrootStageStep script = new ChrootStageStep(1, "root");
    script.setScript("stage.sh");
    script.setEnv(List.of("A=1", "B=2"));
    assertEquals(
        "chrootStage env: ['A=1', 'B=2'], root: 'root', script: 'stage.sh', stage: 1",
        snippet(script));
    assertEquals(
        "archiveStageRoot root: 'root', stage: 1", snippet(new ArchiveStageRootStep(1, "root")));
    assertEquals("removeStageRoot 'root'", snippet(new RemoveStageRootStep("root")));
  }

  private static String snippet(Step step) {
    return Snippetizer.object2Groovy(step);
  }

  @Test
  public void hasHelpForEachStepAndField() throws Exception {
    JenkinsRule.WebClient client = JENKINS.createWebClient();
    for (Class<? extends Step> type : STEPS) {
      assertEquals(200, help(client, type, "").getStatusCode());
      for (DescribableParameter parameter : DescribableModel.of(type).getParameters()) {
        String name = parameter.getName();
        if (!OF_DURABLE_TASK_STEP.contains(name)) {
          assertEquals(200, help(client, type, "/" + name).getStatusCode());
        }
      }
    }
  }

  private static WebResponse help(
      JenkinsRule.WebClient client, Class<? extends Step> type, String field) throws Exception {
    StepDescriptor descriptor = descriptor(type);
    String url =
        JENKINS.executeOnServer(
            () ->
                field.isEmpty()
                    ? descriptor.getHelpFile()
                    : descriptor.getHelpFile(field.substring(1)));
    return client.goTo(url.substring(1), null).getWebResponse();
  }

  @Test
  public void makesACallOfBootstrapSdkOfAForm() throws Exception {
    WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "generated");
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage syntax = client.getPage(job, "pipeline-syntax/globals");
      HtmlPage page = syntax.getAnchorByText("bootstrapSdk Generator").click();
      // The choices of selects are asked for once the page is there.
      client.waitForBackgroundJavaScript(60_000);
      HtmlForm form = page.getFormByName("bootstrapSdk");
      form.getInputByName("_.version").setValue("it's 1");
      form.getInputByName("_.label").setValue("linux && amd64");
      form.getSelectByName("_.keep").getOptionByText("failed").setSelected(true);
      form.getTextAreaByName("_.reuseFrom").setText("a\n/b/c\n");
      HtmlPage generated = JENKINS.submit(form);
      assertEquals(
          "bootstrapSdk(keep: 'failed', label: 'linux && amd64', reuseFrom: ['a', '/b/c'],"
              + " version: 'it\\'s 1')",
          generated.getElementById("snippet").getTextContent());
      HtmlForm again = generated.getFormByName("bootstrapSdk");
      assertEquals("linux && amd64", again.getInputByName("_.label").getValue());
      again.getInputByName("_.label").setValue("");
      assertTrue(
          ((HtmlPage) JENKINS.submit(again))
              .getElementById("snippet")
              .getTextContent()
              .startsWith("bootstrapSdk(keep: 'failed', reuseFrom: "));
    }
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlForm form = client.goTo("bootstrap-sdk-syntax").getFormByName("bootstrapSdk");
      HtmlPage generated = JENKINS.submit(form);
      assertEquals("bootstrapSdk()", generated.getElementById("snippet").getTextContent());
    }
  }

  @Test
  public void showsTheHelpOfAField() throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      String url = descriptor(UnpackSeedStep.class).getDescriptorUrl() + "/help/fromBuild";
      String help = client.goTo(url, null).getWebResponse().getContentAsString();
      assertTrue(help, help.contains("lastSuccessful"));
    }
  }

  @Test
  public void documentsTheGlobalVariable() throws Exception {
    JENKINS.createProject(WorkflowJob.class, "documented");
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.getOptions().setJavaScriptEnabled(false);
      String page = client.goTo("job/documented/pipeline-syntax/globals").asXml();
      assertTrue(page, page.contains("bootstrapSdk(config: 'sdk.yaml'"));
    }
  }

  @Test
  public void saysInOneLineWhatAStepIsAbout() {
    assertEquals(
        "seed.tar into root",
        descriptor(UnpackSeedStep.class)
            .argumentsToString(Map.of("seed", "seed.tar", "root", "root")));
    assertEquals(
        "stage 1, sdk.yaml in root",
        descriptor(ChrootStageStep.class)
            .argumentsToString(Map.of("stage", 1, "config", "sdk.yaml", "root", "root")));
    assertEquals(
        "stage 1 in root",
        descriptor(ArchiveStageRootStep.class)
            .argumentsToString(Map.of("stage", 1, "root", "root")));
  }

  @Test
  public void checksFieldsWhileTheyAreTyped() {
    ChrootStageStep.DescriptorImpl chroot =
        (ChrootStageStep.DescriptorImpl) descriptor(ChrootStageStep.class);
    assertEquals(FormValidation.Kind.OK, chroot.doCheckVersion(null, "1.0+1").kind);
    assertEquals(FormValidation.Kind.ERROR, chroot.doCheckVersion(null, "1.0 1").kind);
    assertEquals(FormValidation.Kind.ERROR, chroot.doCheckStage(null, "0").kind);
    assertEquals(FormValidation.Kind.ERROR, chroot.doCheckScript(null, "a.sh", "sdk.yaml").kind);
    assertEquals(FormValidation.Kind.OK, chroot.doCheckScript(null, "", "sdk.yaml").kind);
    UnpackSeedStep.DescriptorImpl unpack =
        (UnpackSeedStep.DescriptorImpl) descriptor(UnpackSeedStep.class);
    assertEquals(FormValidation.Kind.ERROR, unpack.doCheckDigest(null, "sha256:0").kind);
    assertEquals(FormValidation.Kind.OK, unpack.doCheckDigest(null, DIGEST).kind);
    assertEquals(FormValidation.Kind.ERROR, unpack.doCheckSeed(null, "https://a/b", "").kind);
    assertEquals(FormValidation.Kind.OK, unpack.doCheckSeed(null, "https://a/b", DIGEST).kind);
  }

  private static StepDescriptor descriptor(Class<? extends Step> type) {
    return (StepDescriptor) JENKINS.jenkins.getDescriptorOrDie(type);
  }
}
