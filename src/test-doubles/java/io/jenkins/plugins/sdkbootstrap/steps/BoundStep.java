package io.jenkins.plugins.sdkbootstrap.steps;

import java.beans.Introspector;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The plugin's steps by name, and how arguments get into them: by constructor and setters. */
final class BoundStep {

  static final List<StepDescriptor> ALL =
      List.of(
          new UnpackSeedStep.DescriptorImpl(),
          new ChrootStageStep.DescriptorImpl(),
          new ArchiveStageRootStep.DescriptorImpl(),
          new RemoveStageRootStep.DescriptorImpl(),
          new SdkBootstrapReuseStep.DescriptorImpl(),
          new SdkBootstrapTurnStep.DescriptorImpl(),
          new SdkBootstrapFailedStep.DescriptorImpl(),
          new SdkBootstrapPlanStep.DescriptorImpl());

  private BoundStep() {}

  /** The step with these arguments, or null where the plugin has none of that name. */
  static Step of(String name, Map<String, Object> arguments) throws Exception {
    for (StepDescriptor descriptor : ALL) {
      if (descriptor.getFunctionName().equals(name)) {
        return bind(descriptor.getClass().getEnclosingClass(), arguments);
      }
    }
    return null;
  }

  private static Step bind(Class<?> type, Map<String, Object> arguments) throws Exception {
    Map<String, Object> left = new LinkedHashMap<>(arguments);
    Constructor<?> constructor = constructor(type);
    Object[] values =
        Arrays.stream(constructor.getParameters()).map(p -> left.remove(p.getName())).toArray();
    try {
      Step step = (Step) constructor.newInstance(values);
      for (Map.Entry<String, Method> setter : setters(type).entrySet()) {
        if (left.containsKey(setter.getKey())) {
          setter.getValue().invoke(step, left.remove(setter.getKey()));
        }
      }
      if (!left.isEmpty()) {
        throw new IllegalArgumentException("Unknown parameter(s) found for " + type + ": " + left);
      }
      return step;
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  static Constructor<?> constructor(Class<?> type) {
    return Arrays.stream(type.getConstructors())
        .filter(c -> c.isAnnotationPresent(DataBoundConstructor.class))
        .findFirst()
        .orElseThrow();
  }

  /** The setters for arguments, by the argument's name. */
  static Map<String, Method> setters(Class<?> type) {
    Map<String, Method> setters = new LinkedHashMap<>();
    for (Method method : type.getMethods()) {
      if (method.isAnnotationPresent(DataBoundSetter.class)) {
        setters.put(Introspector.decapitalize(method.getName().substring(3)), method);
      }
    }
    return setters;
  }

  /** The names of all arguments. */
  static TreeSet<String> parameters(Class<?> type) {
    TreeSet<String> names = new TreeSet<>(setters(type).keySet());
    Arrays.stream(constructor(type).getParameters()).map(Parameter::getName).forEach(names::add);
    return names;
  }
}
