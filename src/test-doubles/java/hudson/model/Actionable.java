package hudson.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.ModelObjectWithContextMenu;

/** Actions in memory. */
public abstract class Actionable extends AbstractModelObject implements ModelObjectWithContextMenu {

  private final List<Action> actions = new CopyOnWriteArrayList<>();

  public <T extends Action> T getAction(Class<T> type) {
    return getActions(type).stream().findFirst().orElse(null);
  }

  public <T extends Action> List<T> getActions(Class<T> type) {
    return actions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public void addAction(Action a) {
    actions.add(a);
  }
}
