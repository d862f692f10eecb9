package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.Change.What;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryMode;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One path at which two tarballs differ. */
@ExportedBean(defaultVisibility = 2)
public final class ChangeBean {

  private final Change change;

  ChangeBean(Change change) {
    this.change = change;
  }

  /** Where, for people. */
  @Exported
  public String getPath() {
    return change.path().toString();
  }

  /** Where, with every byte told, as the index spells it. */
  @Exported
  public String getPathEscaped() {
    return Mtree.escape(change.path().bytes());
  }

  /** Where, as it is spelled in URLs. */
  @Exported
  public String getUrlPath() {
    return UrlPath.encode(change.path());
  }

  /** added, removed or changed. */
  @Exported
  public String getKind() {
    return change.kind().name().toLowerCase(Locale.ROOT);
  }

  /** What of it changed. */
  @Exported
  public List<String> getWhat() {
    return change.what().stream().map(w -> w.name().toLowerCase(Locale.ROOT)).sorted().toList();
  }

  /** The kind and what changed, for people. */
  public String getSummary() {
    return change.what().isEmpty() ? getKind() : getKind() + ": " + String.join(", ", getWhat());
  }

  /** file, dir, link and so on, as it is now or was. */
  @Exported
  public String getType() {
    return shown().type().word();
  }

  /** Bytes that one read from it before. */
  @Exported
  public long getSizeBefore() {
    return change.sizeBefore();
  }

  /** Bytes that one reads from it now. */
  @Exported
  public long getSizeAfter() {
    return change.sizeAfter();
  }

  /** What changed of its mode, owner, type and target, a line each: {@code mode: 0644 to 0755}. */
  @Exported
  public List<String> getDetails() {
    List<String> details = new ArrayList<>();
    Entry a = change.before();
    Entry b = change.after();
    for (What what : change.what()) {
      switch (what) {
        case MODE -> details.add("mode: " + EntryMode.text(a) + " to " + EntryMode.text(b));
        case OWNER ->
            details.add("owner: " + a.uid() + ":" + a.gid() + " to " + b.uid() + ":" + b.gid());
        case LINK -> details.add("link: " + link(a) + " to " + link(b));
        case TYPE -> details.add("type: " + a.type().word() + " to " + b.type().word());
        case DEVICE -> details.add("device: " + device(a) + " to " + device(b));
        default -> {}
      }
    }
    return details;
  }

  private static String link(Entry e) {
    return e.link() == null ? "none" : RootPath.display(e.link());
  }

  private static String device(Entry e) {
    return e.deviceMajor() + "," + e.deviceMinor();
  }

  /** Whether its content can be compared line by line, if it is text. */
  public boolean isFile() {
    return hasContent(change.before()) || hasContent(change.after());
  }

  private static boolean hasContent(Entry e) {
    return e != null && (e.type() == EntryType.FILE || e.type() == EntryType.HARDLINK);
  }

  private Entry shown() {
    return change.after() == null ? change.before() : change.after();
  }
}
