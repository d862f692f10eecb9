package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.diff.FileText;
import io.jenkins.plugins.sdkbootstrap.diff.TextDiff;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Lines that are neighbours in a difference of texts. */
@ExportedBean(defaultVisibility = 2)
public final class HunkBean {

  private final TextDiff.Hunk hunk;

  HunkBean(TextDiff.Hunk hunk) {
    this.hunk = hunk;
  }

  /** As a unified diff begins it. */
  @Exported
  public String getHeader() {
    return hunk.header();
  }

  /** The lines. */
  @Exported(inline = true)
  public List<LineBean> getLines() {
    return hunk.lines().stream().map(LineBean::new).toList();
  }

  /** A line. */
  @ExportedBean(defaultVisibility = 2)
  public static final class LineBean {

    private final TextDiff.Line line;

    LineBean(TextDiff.Line line) {
      this.line = line;
    }

    /** same, removed or added. */
    @Exported
    public String getKind() {
      return line.kind().name().toLowerCase(Locale.ROOT);
    }

    /** What a unified diff puts before it. */
    public String getSign() {
      return line.kind() == TextDiff.Kind.REMOVED ? "\u2212" : String.valueOf(line.kind().sign());
    }

    /** Its number before; null where it was not there. */
    @Exported(skipNull = true)
    public Integer getBefore() {
      return line.before() == 0 ? null : line.before();
    }

    /** Its number now; null where it is not there. */
    @Exported(skipNull = true)
    public Integer getAfter() {
      return line.after() == 0 ? null : line.after();
    }

    /** The line, fit to be shown. */
    @Exported
    public String getText() {
      return FileText.visible(line.text());
    }

    /** Whether it is the last one and has no end. */
    @Exported
    public boolean isEndless() {
      return !line.text().endsWith("\n");
    }
  }
}
