package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import jenkins.model.ArtifactManager;
import jenkins.model.RunAction2;

/** A build whose folder is a directory of this machine. */
public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
    extends Actionable
    implements hudson.ExtensionPoint, Comparable<RunT>, AccessControlled, PersistenceRoot {

  public static final Permission ARTIFACTS = null;

  private final JobT job;
  private final int number;
  private final File folder;
  private ArtifactManager artifacts;
  private Result result;
  private boolean keepLog;

  protected Run(JobT job, int number, File folder, ArtifactManager artifacts) {
    this.job = job;
    this.number = number;
    this.folder = folder;
    this.artifacts = artifacts;
  }

  public void end(Result with) {
    result = with;
  }

  public JobT getParent() {
    return job;
  }

  public int getNumber() {
    return number;
  }

  public RunT getPreviousBuild() {
    return job.before(number);
  }

  public Result getResult() {
    return result;
  }

  public boolean isBuilding() {
    return result == null;
  }

  public final boolean isKeepLog() {
    return keepLog;
  }

  public void keepLog(boolean newValue) {
    keepLog = newValue;
  }

  /** What the job allows. */
  @Override
  public boolean hasPermission(Permission permission) {
    return job.hasPermission(permission);
  }

  public String getUrl() {
    return job.getUrl() + number + "/";
  }

  @Override
  public String getDisplayName() {
    return "#" + number;
  }

  public String getExternalizableId() {
    return job.getFullName() + "#" + number;
  }

  public String getFullDisplayName() {
    return job.getFullName() + " " + getDisplayName();
  }

  public final ArtifactManager getArtifactManager() {
    return artifacts;
  }

  public final ArtifactManager pickArtifactManager() {
    return artifacts;
  }

  @Override
  public void addAction(Action a) {
    super.addAction(a);
    if (a instanceof RunAction2 attached) {
      attached.onAttached(this);
    }
  }

  @Override
  public void save() {}

  @Override
  public File getRootDir() {
    return folder;
  }

  @Override
  public int compareTo(RunT that) {
    return Integer.compare(number, that.getNumber());
  }
}
