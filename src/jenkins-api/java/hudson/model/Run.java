package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import java.io.IOException;
import jenkins.model.ArtifactManager;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
    extends Actionable
    implements hudson.ExtensionPoint, Comparable<RunT>, AccessControlled, PersistenceRoot {
  public static final Permission ARTIFACTS = null;

  public native JobT getParent();

  public native int getNumber();

  public native RunT getPreviousBuild();

  public native Result getResult();

  public native boolean isBuilding();

  public final native boolean isKeepLog();

  public native void keepLog(boolean newValue) throws IOException;

  public native String getUrl();

  @Override
  public native String getDisplayName();

  public native String getFullDisplayName();

  public native String getExternalizableId();

  public final native ArtifactManager getArtifactManager();

  public final native ArtifactManager pickArtifactManager() throws IOException;

  @Override
  public native void save() throws IOException;

  @Override
  public native File getRootDir();

  @Override
  public native int compareTo(RunT that);
}
