package io.jenkins.plugins.sdkbootstrap.steps;

import com.cloudbees.groovy.cps.Continuable;
import java.util.ArrayList;
import java.util.Arrays;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jenkinsci.plugins.workflow.cps.CpsScript;

/** A Pipeline whose calls of steps suspend it, as those of the real one do. */
public abstract class StepScript extends CpsScript {

  @Override
  public Object invokeMethod(String name, Object arguments) {
    BootstrapSdkVariable variable = new BootstrapSdkVariable();
    if (name.equals(variable.getName())) {
      Object value;
      try {
        value = variable.getValue(this);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return InvokerHelper.invokeMethod(value, "call", arguments);
    }
    return Continuable.suspend(
        name, new StepCall(name, new ArrayList<>(Arrays.asList((Object[]) arguments))));
  }
}
