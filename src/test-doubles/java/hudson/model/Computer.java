package hudson.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Agents that are directories of this machine. */
public abstract class Computer extends Actionable {

  public static final ExecutorService threadPoolForRemoting =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "remoting");
            thread.setDaemon(true);
            return thread;
          });

  private static final Map<Path, Computer> BY_ROOT = new ConcurrentHashMap<>();

  public static void connect(Path root, Computer computer) {
    BY_ROOT.put(root, computer);
  }

  public static void disconnect(Path root) {
    BY_ROOT.remove(root);
  }

  public static Computer of(Path path) {
    for (Path p = path; p != null; p = p.getParent()) {
      if (BY_ROOT.containsKey(p)) {
        return BY_ROOT.get(p);
      }
    }
    return null;
  }

  public abstract Node getNode();

  public String getName() {
    return getNode().getNodeName();
  }

  @Override
  public String getDisplayName() {
    return getName();
  }
}
