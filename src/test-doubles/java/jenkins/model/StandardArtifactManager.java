package jenkins.model;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import jenkins.util.VirtualFile;

/** Artifacts in the build's folder. */
public class StandardArtifactManager extends ArtifactManager {

  private Path folder;

  public void onLoad(Run<?, ?> build) {
    folder = build.getRootDir().toPath().resolve("archive");
  }

  @Override
  public void archive(
      FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
      throws IOException {
    for (Map.Entry<String, String> artifact : artifacts.entrySet()) {
      Files.createDirectories(folder.resolve(artifact.getKey()).getParent());
      Files.copy(
          Path.of(workspace.getRemote()).resolve(artifact.getValue()),
          folder.resolve(artifact.getKey()),
          StandardCopyOption.REPLACE_EXISTING,
          // As what comes from an agent: links stay links.
          LinkOption.NOFOLLOW_LINKS);
    }
  }

  @Override
  public VirtualFile root() {
    return VirtualFile.of(folder);
  }
}
