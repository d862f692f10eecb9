package hudson.model;

import java.util.List;

public class ParametersAction implements Queue.QueueAction {
  public ParametersAction(List<ParameterValue> parameters) {}

  @Override
  public native boolean shouldSchedule(List<Action> actions);

  @Override
  public native String getIconFileName();

  @Override
  public native String getDisplayName();

  @Override
  public native String getUrlName();
}
