package hudson.model;

import java.util.List;

public class Queue {
  public abstract static class Item extends Actionable {}

  public interface Executable extends Runnable {}

  public interface QueueAction extends Action {
    boolean shouldSchedule(List<Action> actions);
  }
}
