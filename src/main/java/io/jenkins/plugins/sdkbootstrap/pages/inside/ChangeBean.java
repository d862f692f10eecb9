package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static java.util.stream.Collectors.joining;

import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.Change.What;
import io.jenkins.plugins.sdkbootstrap.pages.web.UrlPath;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryMode;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A path at which two tarballs differ.
 *
 * @param path for people
 * @param pathEscaped as the index spells it, without loss of a byte
 * @param urlPath as URLs spell it
 * @param kind {@code added}, {@code removed} or {@code changed}
 * @param what the properties that changed, sorted
 * @param type {@code file}, {@code dir}, {@code link} and so on: the present type, or the last one
 * @param sizeBefore bytes that one read from it before
 * @param sizeAfter bytes that one reads from it now
 * @param details the mode, owner, type and target before and after, a line each, for people
 * @param summary the kind and what changed, for people
 */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public record ChangeBean(
    @Exported String path,
    @Exported String pathEscaped,
    @Exported String urlPath,
    @Exported String kind,
    @Exported List<String> what,
    @Exported String type,
    @Exported long sizeBefore,
    @Exported long sizeAfter,
    @Exported List<String> details,
    String summary) {

  static ChangeBean of(Change change) {
    Entry shown = change.after() == null ? change.before() : change.after();
    return new ChangeBean(
        change.path().toString(),
        Mtree.escape(change.path().bytes()),
        UrlPath.encode(change.path()),
        id(change.kind()),
        change.what().stream().map(ChangeBean::id).sorted().toList(),
        shown.type().id(),
        change.sizeBefore(),
        change.sizeAfter(),
        change.what().stream()
            .map(what -> detail(what, change.before(), change.after()))
            .filter(Objects::nonNull)
            .toList(),
        change.what().isEmpty()
            ? label(change.kind())
            : change.what().stream()
                .map(ChangeBean::label)
                .sorted()
                .collect(joining(", ", label(change.kind()) + ": ", "")));
  }

  /** What a kind, or a property that can change, is called in queries and by programs. */
  static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** A kind, for people. */
  static String label(Change.Kind kind) {
    return switch (kind) {
      case ADDED -> Messages.ChangeBean_Added();
      case REMOVED -> Messages.ChangeBean_Removed();
      case CHANGED -> Messages.ChangeBean_Changed();
    };
  }

  /** A property that can change, for people. */
  static String label(What what) {
    return switch (what) {
      case CONTENT -> Messages.ChangeBean_Content();
      case MODE -> Messages.ChangeBean_Mode();
      case OWNER -> Messages.ChangeBean_Owner();
      case LINK -> Messages.ChangeBean_Link();
      case TYPE -> Messages.ChangeBean_Type();
      case DEVICE -> Messages.ChangeBean_Device();
      case TIME -> Messages.ChangeBean_Time();
    };
  }

  private static String detail(What what, Entry before, Entry after) {
    return switch (what) {
      case MODE, OWNER, LINK, TYPE, DEVICE ->
          Messages.ChangeBean_Detail(label(what), value(what, before), value(what, after));
      case CONTENT, TIME -> null;
    };
  }

  private static String value(What what, Entry e) {
    return switch (what) {
      case MODE -> EntryMode.text(e);
      case OWNER -> e.uid() + ":" + e.gid();
      case LINK -> e.link() == null ? Messages.ChangeBean_NoLink() : RootPath.display(e.link());
      case TYPE -> e.type().id();
      case DEVICE -> e.deviceMajor() + "," + e.deviceMinor();
      case CONTENT, TIME -> throw new IllegalArgumentException(what.name());
    };
  }
}
