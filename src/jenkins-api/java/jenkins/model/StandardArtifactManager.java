package jenkins.model;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import java.util.Map;
import jenkins.util.VirtualFile;

public class StandardArtifactManager extends ArtifactManager {
  @Override
  public native void archive(
      FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts);

  @Override
  public native VirtualFile root();
}
