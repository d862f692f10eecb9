package io.jenkins.plugins.sdkbootstrap.steps;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Map;

/**
 * A step that a Pipeline calls and waits for.
 *
 * @param name of the step
 * @param arguments as written
 */
record StepCall(String name, ArrayList<Object> arguments) implements Serializable {

  /** The only argument. */
  Object argument() {
    return arguments.get(0);
  }

  /** The named arguments. */
  @SuppressWarnings("unchecked")
  Map<String, Object> named() {
    return (Map<String, Object>) argument();
  }
}
