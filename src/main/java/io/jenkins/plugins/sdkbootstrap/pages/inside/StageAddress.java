package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.Functions;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.packages.SdkPackage;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
import io.jenkins.plugins.sdkbootstrap.pages.web.UrlPath;
import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Stapler;

/**
 * A stage of a build: where its pages are, and where its files are.
 *
 * @param run the build that built or reused the stage; another one may hold the files
 * @param stage what that build knows of the stage
 */
@Restricted(NoExternalUse.class)
public record StageAddress(Run<?, ?> run, StageEntry stage) {

  private static final Logger LOGGER = Logger.getLogger(StageAddress.class.getName());

  /**
   * A directory on the way to a path.
   *
   * @param title its name, for people
   * @param href its page, from the host on
   */
  @Restricted(NoExternalUse.class)
  public record Crumb(String title, String href) {}

  /** The stage's id, as {@link StageIds} spells it. */
  public String id() {
    return StageIds.of(stage.id());
  }

  /** Whether these are the logs of a stage, which are compared with nothing. */
  public boolean isOfLogs() {
    return stage.getState() == StageEntry.State.LOGS;
  }

  /** The stage's number and name, for people. */
  public String title() {
    return isOfLogs()
        ? Messages.StageAddress_Logs(stage.getNumber(), stage.getName())
        : Messages.StageAddress_Title(stage.getNumber(), stage.getName());
  }

  /** The stage's pages, from the root of Jenkins on, without a slash at either end. */
  public String url() {
    return run.getUrl() + StageIds.PAGE + (isOfLogs() ? "/logs/" : "/stage/") + id();
  }

  /** The stage's pages, from the host on. */
  public String href() {
    return Stapler.getCurrentRequest2().getContextPath() + "/" + url();
  }

  /** The page of a path, from the host on. */
  String href(String view, RootPath path) {
    return href() + "/" + view + "/" + UrlPath.encode(path);
  }

  /** The root, every directory down to a path, and the path itself. */
  List<Crumb> crumbs(RootPath path) {
    List<Crumb> crumbs = new ArrayList<>();
    for (RootPath at = path; !at.isRoot(); at = at.parent()) {
      crumbs.add(0, new Crumb(at.name().toString(), href("files", at)));
    }
    crumbs.add(0, new Crumb("/", href("files", RootPath.ROOT)));
    return crumbs;
  }

  /** The build that holds the files; null where it was deleted. */
  public Run<?, ?> holder() {
    return stage.holder(run);
  }

  /** Whether the user may read the files, by the rules that Jenkins has for artifacts. */
  public boolean isReadable() {
    Run<?, ?> holder = holder();
    return holder != null
        && (!Functions.isArtifactsPermissionEnabled() || holder.hasPermission(Run.ARTIFACTS));
  }

  /** Whether the tarball is there; asks the artifact manager, which may be far away. */
  public boolean isTarballThere() {
    Run<?, ?> holder = holder();
    try {
      return holder != null
          && holder.getArtifactManager().root().child(stage.getTarball()).isFile();
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "cannot look for " + stage.getTarball() + " of " + holder, e);
      return false;
    }
  }

  /** The URL of one of the files, from the root of Jenkins; the holder must be there. */
  public String artifactUrl(String name) {
    return holder().getUrl() + "artifact/" + encoded(name);
  }

  /** The path of an artifact, each of its names encoded. */
  private static String encoded(String path) {
    return Stream.of(path.split("/")).map(Util::rawEncode).collect(Collectors.joining("/"));
  }

  /** A user who may not read a build's artifacts may not look into them, as in Jenkins core. */
  static void checkPermission(Run<?, ?> run) {
    run.checkPermission(Item.READ);
    if (Functions.isArtifactsPermissionEnabled()) {
      run.checkPermission(Run.ARTIFACTS);
    }
  }

  /**
   * The files.
   *
   * @throws PageException where the build that holds them was deleted
   */
  StageFiles files() {
    Run<?, ?> holder = holder();
    if (holder == null) {
      throw PageException.notFound(run, Messages.StageAddress_HolderDeleted(stage.getBuild()));
    }
    checkPermission(holder);
    return StageFiles.of(holder, stage);
  }

  /** What is in the tarball. */
  ArchiveIndex index() throws IOException {
    return StageArchives.get().index(files());
  }

  /** Whether it is known what it consists of. */
  public boolean isPackagesKnown() {
    return stage.packages().isPresent();
  }

  /** The packages that it consists of; empty where they are not known. */
  Optional<List<SdkPackage>> packages() throws IOException {
    Optional<PackageSummary> summary = stage.packages();
    return summary.isEmpty()
        ? Optional.empty()
        : Optional.of(StageArchives.get().packages(files(), summary.get().sbom()));
  }

  /** Opens the tarball for as long as the work takes. */
  <T> T with(StageArchives.Work<T> work) throws IOException {
    return StageArchives.get().with(files(), work);
  }
}
