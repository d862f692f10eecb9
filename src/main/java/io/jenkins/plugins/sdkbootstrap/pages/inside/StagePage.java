package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Api;
import hudson.model.ModelObject;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.pages.web.ApiPath;
import io.jenkins.plugins.sdkbootstrap.pages.web.PageException;
import io.jenkins.plugins.sdkbootstrap.pages.web.Query;
import io.jenkins.plugins.sdkbootstrap.pages.web.UrlPath;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The pages about what is inside one stage's tarball, and how it differs from another one: {@code
 * sdk-stages/stage/ID/} of a build. Below it are {@code files/PATH}, {@code text/PATH}, {@code
 * download/PATH}, {@code packages}, {@code search} and {@code diff}, with paths as {@link UrlPath}
 * spells them. Only finds the page that a URL asks for; changes nothing, so that all answer GET.
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record StagePage(StageAddress stage) implements ModelObject, StaplerProxy {

  private static final Logger LOGGER = Logger.getLogger(StagePage.class.getName());

  /** Lets nobody further who may not read the build's artifacts. */
  @Override
  public Object getTarget() {
    StageAddress.checkPermission(stage.run());
    return this;
  }

  /** The stage's id, as its URL spells it. */
  @Exported
  public String getId() {
    return stage.id();
  }

  /** What the build knows of the stage. */
  @Exported(inline = true)
  public Facts getFacts() {
    return Facts.of(stage.stage());
  }

  @Override
  public String getDisplayName() {
    return stage.title();
  }

  /**
   * What a build knows of a stage, for programs.
   *
   * @param number counted from 1
   * @param name as sdk.yaml calls it
   * @param state {@code built}, {@code reused}, or {@code logs} for the logs of one
   * @param build the number of the build that holds its files
   * @param tarball the tarball's name among that build's artifacts
   * @param digest the tarball's digest, {@code sha256:HEX}
   * @param size the tarball's bytes
   * @param tarSize the bytes of the tar stream in it
   * @param entries how many entries it has
   */
  @ExportedBean(defaultVisibility = 2)
  @Restricted(NoExternalUse.class)
  public record Facts(
      @Exported String sdk,
      @Exported String arch,
      @Exported String version,
      @Exported int number,
      @Exported String name,
      @Exported String state,
      @Exported int build,
      @Exported String tarball,
      @Exported String digest,
      @Exported long size,
      @Exported long tarSize,
      @Exported long entries) {

    static Facts of(StageEntry stage) {
      return new Facts(
          stage.getSdk(),
          stage.getArch(),
          stage.getVersion(),
          stage.getNumber(),
          stage.getName(),
          stage.getState().name().toLowerCase(Locale.ROOT),
          stage.getBuild(),
          stage.getTarball(),
          stage.getSha256(),
          stage.getSize(),
          stage.getTarSize(),
          stage.getEntries());
    }
  }

  /** The stage, as programs see it. */
  public Api getApi() {
    return new Api(this);
  }

  /** The root directory. */
  public HttpResponse doIndex(StaplerRequest2 req) {
    return show(RootPath.ROOT, new ApiPath(""), Query.of(req));
  }

  /** A directory, or a file. */
  public HttpResponse doFiles(StaplerRequest2 req) {
    ApiPath asked = new ApiPath(req.getRestOfPath());
    return show(path(asked.path()), asked, Query.of(req));
  }

  /** A file as plain text. */
  public HttpResponse doText(StaplerRequest2 req) {
    Entry file = file(path(req.getRestOfPath()));
    if (file.size() > FilePage.LARGEST_TEXT) {
      throw PageException.wrong(
          stage.run(), Messages.StagePage_TooLarge(file.path(), FilePage.LARGEST_TEXT >> 20));
    }
    return new RawFile(stage, file, true);
  }

  /** A file to be saved. */
  public HttpResponse doDownload(StaplerRequest2 req) {
    return new RawFile(stage, file(path(req.getRestOfPath())), false);
  }

  /** Names anywhere in the tarball. */
  public HttpResponse doSearch(StaplerRequest2 req) {
    ApiPath asked = asked(req);
    return asked.show(asking(() -> SearchPage.of(stage, Query.of(req))));
  }

  /** What it consists of. */
  public HttpResponse doPackages(StaplerRequest2 req) {
    ApiPath asked = asked(req);
    return asked.show(asking(() -> PackagesPage.of(stage, Query.of(req))));
  }

  private ApiPath asked(StaplerRequest2 req) {
    ApiPath asked = new ApiPath(req.getRestOfPath());
    if (!asked.path().replace("/", "").isEmpty()) {
      throw PageException.notFound(stage.run(), Messages.StagePage_NoPage());
    }
    return asked;
  }

  /** What differs from another stage, or from this one of another build. */
  public HttpResponse doDiff(StaplerRequest2 req) {
    if (stage.isOfLogs()) {
      throw PageException.notFound(stage.run(), Messages.StagePage_NoPage());
    }
    ApiPath asked = new ApiPath(req.getRestOfPath());
    Query query = Query.of(req);
    Comparison comparison = asking(() -> Comparison.of(stage, query));
    return switch (asked.path().replace("/", "")) {
      case "" -> asked.show(asking(() -> DiffPage.of(comparison, query)));
      case "elf" -> asked.show(asking(() -> ElfPage.of(comparison, query)));
      case "file" -> asked.show(asking(() -> FileDiffPage.of(comparison, query)));
      case "unified" -> asking(() -> FileDiffPage.of(comparison, query)).asPatch();
      default -> throw PageException.notFound(stage.run(), Messages.StagePage_NoPage());
    };
  }

  private HttpResponse show(RootPath path, ApiPath asked, Query query) {
    Entry entry = resolve(path);
    if (!entry.path().equals(path)) {
      return new HttpRedirect(stage.href("files", entry.path()) + asked.suffix());
    }
    return asked.show(
        entry.type() == EntryType.DIRECTORY
            ? asking(() -> DirectoryPage.of(stage, path, query))
            : asking(() -> FilePage.of(stage, path)));
  }

  private RootPath path(String spelled) {
    return asking(() -> UrlPath.decode(spelled));
  }

  private Entry file(RootPath path) {
    Entry entry = asking(() -> stage.index().content(resolve(path)));
    if (entry.type() != EntryType.FILE) {
      throw PageException.wrong(stage.run(), Messages.StagePage_NoFile(path, entry.type().id()));
    }
    return entry;
  }

  /** The entry that a path leads to; a symbolic link that leads nowhere is that entry. */
  private Entry resolve(RootPath path) {
    ArchiveIndex index = asking(stage::index);
    return index
        .resolve(path)
        .or(() -> index.stat(path))
        .orElseThrow(
            () ->
                PageException.notFound(
                    stage.run(), Messages.StagePage_NotInTarball(path, stage.files().tarball())));
  }

  private interface Asked<T> {
    T get() throws IOException;
  }

  /** Turns what is wrong with the request, or with the tarball, into one line. */
  private <T> T asking(Asked<T> asked) {
    try {
      return asked.get();
    } catch (IllegalArgumentException e) {
      throw PageException.wrong(stage.run(), e.getMessage());
    } catch (ArchiveException e) {
      throw PageException.broken(stage.run(), e.getMessage());
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot look into " + getId() + " of " + stage.run(), e);
      throw PageException.broken(stage.run(), Messages.StagePage_Unreadable(getId()));
    }
  }
}
