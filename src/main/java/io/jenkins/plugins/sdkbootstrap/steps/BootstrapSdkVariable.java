package io.jenkins.plugins.sdkbootstrap.steps;

import groovy.lang.Binding;
import hudson.Extension;
import org.jenkinsci.plugins.workflow.cps.CpsScript;
import org.jenkinsci.plugins.workflow.cps.GlobalVariable;
import org.jenkinsci.plugins.workflow.cps.GroovySourceFileAllowlist;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Makes {@code bootstrapSdk} known to Pipelines; what it does is in {@code BootstrapSdk.groovy}.
 */
@Extension
@Restricted(NoExternalUse.class)
public class BootstrapSdkVariable extends GlobalVariable {

  private static final String CLASS = BootstrapSdkVariable.class.getPackageName() + ".BootstrapSdk";

  @Override
  public String getName() {
    return "bootstrapSdk";
  }

  /** One object a build, kept in the script's binding so that it survives a restart with it. */
  @Override
  public Object getValue(CpsScript script) throws Exception {
    Binding binding = script.getBinding();
    if (binding.hasVariable(getName())) {
      return binding.getVariable(getName());
    }
    // A constructor, as a method of a class made for continuations could not be called from here.
    Object value =
        script
            .getClass()
            .getClassLoader()
            .loadClass(CLASS)
            .getConstructor(Object.class)
            .newInstance(script);
    binding.setVariable(getName(), value);
    return value;
  }

  /** Lets Pipelines load that one source file outside of the sandbox. */
  @Extension
  public static class Allowlist extends GroovySourceFileAllowlist {

    private final String source =
        BootstrapSdkVariable.class.getResource("BootstrapSdk.groovy").toString();

    @Override
    public boolean isAllowed(String groovySourceFileUrl) {
      return groovySourceFileUrl.equals(source);
    }
  }
}
