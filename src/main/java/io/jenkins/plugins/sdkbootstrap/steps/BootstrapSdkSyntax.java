package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.RootAction;
import io.jenkins.plugins.sdkbootstrap.settings.FormChecks;
import jakarta.servlet.ServletException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.cps.SnippetizerLink;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * A page of <em>Pipeline Syntax</em> that makes a call of {@code bootstrapSdk} of what is filled
 * in: the Snippet Generator does so for steps only. Its form is that of the step that takes the
 * same parameters.
 */
@Restricted(NoExternalUse.class)
public class BootstrapSdkSyntax implements Action {

  private static final String URL = "bootstrap-sdk-syntax";

  @Override
  public String getIconFileName() {
    return null; // it is linked from Pipeline Syntax
  }

  @Override
  public String getDisplayName() {
    return Messages.BootstrapSdkSyntax_DisplayName();
  }

  @Override
  public String getUrlName() {
    return URL;
  }

  /** Has the links beside the page. */
  public Snippetizer getPipelineSyntax() {
    return new Snippetizer(); // of those that are registered there are several
  }

  /** Has the form. */
  public SdkBootstrapPlanStep.DescriptorImpl getForm() {
    return ExtensionList.lookupSingleton(SdkBootstrapPlanStep.DescriptorImpl.class);
  }

  /** Shows the page again, with the call. */
  @POST
  public HttpResponse doGenerate(@AncestorInPath Item item, StaplerRequest2 req)
      throws ServletException, Descriptor.FormException {
    FormChecks.requireReader(item);
    Step step = getForm().newInstance(req, req.getSubmittedForm());
    return new ForwardToView(this, "index")
        .with("instance", step)
        .with("snippet", call(getForm().uninstantiate(step).getArguments()));
  }

  private static String call(Map<String, ?> arguments) {
    return arguments.entrySet().stream()
        .map(a -> a.getKey() + ": " + Snippetizer.object2Groovy(a.getValue(), true))
        .collect(Collectors.joining(", ", "bootstrapSdk(", ")"));
  }

  /** The page outside of jobs and folders. */
  @Extension
  public static final class OfJenkins extends BootstrapSdkSyntax implements RootAction {}

  /** The page in jobs and folders, where they know which credentials there are. */
  @Extension
  public static final class OfItems extends TransientActionFactory<AbstractItem> {

    @Override
    public Class<AbstractItem> type() {
      return AbstractItem.class;
    }

    @Override
    public Class<? extends Action> actionType() {
      return BootstrapSdkSyntax.class;
    }

    @Override
    public Collection<? extends Action> createFor(AbstractItem target) {
      return target.hasPermission(Item.EXTENDED_READ)
          ? List.of(new BootstrapSdkSyntax())
          : List.of();
    }
  }

  /** Links the page. */
  @Extension
  public static final class Link extends SnippetizerLink {

    @Override
    public String getUrl() {
      return URL;
    }

    @Override
    public String getDisplayName() {
      return Messages.BootstrapSdkSyntax_DisplayName();
    }
  }
}
