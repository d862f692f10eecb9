package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Api;
import hudson.model.ModelObject;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What is inside one stage's tarball, and how it differs from another: {@code sdk-stages/stage/ID/}
 * of a build. Below it {@code files/PATH}, {@code text/PATH}, {@code download/PATH}, {@code search}
 * and {@code diff}, with paths as {@link UrlPath} spells them. Reads, and changes nothing.
 */
@ExportedBean
public final class StagePage implements ModelObject, StaplerProxy {

  private static final Logger LOGGER = Logger.getLogger(StagePage.class.getName());

  private final Run<?, ?> run;
  private final StageEntry stage;

  /**
   * The page of a stage.
   *
   * @param run the build whose page leads here; the one that holds the files may be another
   * @param stage what that build knows of the stage
   */
  public StagePage(Run<?, ?> run, StageEntry stage) {
    this.run = run;
    this.stage = stage;
  }

  /** Nobody gets further who may not read the build's artifacts. */
  @Override
  public Object getTarget() {
    StageFiles.checkPermission(run);
    return this;
  }

  /** The build. */
  public Run<?, ?> getRun() {
    return run;
  }

  /** What the build knows of the stage. */
  public StageEntry getStage() {
    return stage;
  }

  /** The stage's id, as {@link StageIds} spells it. */
  @Exported
  public String getId() {
    return StageIds.of(stage);
  }

  /** The stage's number, name and so on, for programs. */
  @Exported(inline = true)
  public StageFacts getFacts() {
    return new StageFacts(stage);
  }

  @Override
  public String getDisplayName() {
    return "Stage " + stage.getNumber() + ": " + stage.getName();
  }

  /** This page, from Jenkins' root on, without a slash at either end. */
  public String getUrl() {
    return run.getUrl() + StageIds.PAGE + "/stage/" + getId();
  }

  /** This page, from the host on. */
  public String getHref() {
    return Stapler.getCurrentRequest2().getContextPath() + "/" + getUrl();
  }

  /** A path's place below this page, from the host on. */
  String href(String view, RootPath path) {
    return getHref() + "/" + view + "/" + UrlPath.encode(path);
  }

  /** The stage, as programs see it. */
  public Api getApi() {
    return new Api(this);
  }

  /** The root's folder. */
  public HttpResponse doIndex(StaplerRequest2 req) {
    return show(RootPath.ROOT, new ApiPath(""), Query.of(req));
  }

  /** A folder, or a file. */
  public HttpResponse doFiles(StaplerRequest2 req) {
    ApiPath asked = new ApiPath(req.getRestOfPath());
    return show(path(asked.path()), asked, Query.of(req));
  }

  /** A file as plain text. */
  public HttpResponse doText(StaplerRequest2 req) {
    Entry file = file(path(req.getRestOfPath()));
    if (file.size() > FilePage.LARGEST_TEXT) {
      throw PageException.wrong(
          run,
          file.path() + " is larger than " + (FilePage.LARGEST_TEXT >> 20) + " MiB: download it");
    }
    return RawFile.text(this, file);
  }

  /** A file to be saved. */
  public HttpResponse doDownload(StaplerRequest2 req) {
    return RawFile.download(this, file(path(req.getRestOfPath())));
  }

  /** Names all over the tarball. */
  public HttpResponse doSearch(StaplerRequest2 req) {
    ApiPath asked = new ApiPath(req.getRestOfPath());
    if (!asked.path().replace("/", "").isEmpty()) {
      throw PageException.notFound(run, "there is no such page of a search");
    }
    return asked.show(asking(() -> SearchPage.of(this, Query.of(req))));
  }

  /** What differs from another stage, or from this one of another build. */
  public HttpResponse doDiff(StaplerRequest2 req) {
    ApiPath asked = new ApiPath(req.getRestOfPath());
    Query query = Query.of(req);
    Comparison comparison = asking(() -> Comparison.of(this, query));
    return switch (asked.path().replace("/", "")) {
      case "" -> asked.show(asking(() -> DiffPage.of(this, comparison, query)));
      case "elf" -> asked.show(asking(() -> ElfPage.of(this, comparison, query)));
      case "file" -> asked.show(asking(() -> FileDiffPage.of(this, comparison, query)));
      case "unified" -> asking(() -> FileDiffPage.of(this, comparison, query)).asPatch();
      default -> throw PageException.notFound(run, "there is no such page of a difference");
    };
  }

  private HttpResponse show(RootPath path, ApiPath asked, Query query) {
    Entry entry = resolve(path);
    if (!entry.path().equals(path)) {
      return new HttpRedirect(href("files", entry.path()) + asked.suffix());
    }
    return asked.show(
        entry.type() == EntryType.DIRECTORY
            ? asking(() -> FolderPage.of(this, path, query))
            : asking(() -> FilePage.of(this, path)));
  }

  private RootPath path(String spelled) {
    return asking(() -> UrlPath.decode(spelled));
  }

  private Entry file(RootPath path) {
    Entry entry = asking(() -> index().content(resolve(path)));
    if (entry.type() != EntryType.FILE) {
      throw PageException.wrong(run, path + " is no file but of type " + entry.type().word());
    }
    return entry;
  }

  /** What a path leads to; a symlink that leads nowhere is itself. */
  private Entry resolve(RootPath path) {
    ArchiveIndex index = asking(this::index);
    return index
        .resolve(path)
        .or(() -> index.stat(path))
        .orElseThrow(() -> PageException.notFound(run, path + " is not in " + files().tarball()));
  }

  /** Where the stage's files are. */
  StageFiles files() {
    return StageFiles.of(run, stage);
  }

  /** What is in the tarball. */
  ArchiveIndex index() throws IOException {
    return StageArchives.get().index(files());
  }

  /** Opens the tarball for as long as the work takes. */
  <T> T with(StageArchives.Work<T> work) throws IOException {
    return StageArchives.get().with(files(), work);
  }

  private interface Asked<T> {
    T get() throws IOException;
  }

  /** Says in one line what is wrong with what was asked, or with the tarball. */
  private <T> T asking(Asked<T> asked) {
    try {
      return asked.get();
    } catch (IllegalArgumentException e) {
      throw PageException.wrong(run, e.getMessage());
    } catch (ArchiveException e) {
      throw PageException.broken(run, e.getMessage());
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot look into " + getId() + " of " + run, e);
      throw PageException.broken(run, getId() + " cannot be read; see the log of Jenkins");
    }
  }
}
