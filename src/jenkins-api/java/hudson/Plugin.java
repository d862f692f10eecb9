package hudson;

public abstract class Plugin implements org.kohsuke.stapler.StaplerProxy, hudson.model.Saveable {
  protected Plugin() {}
}
