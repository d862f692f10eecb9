package io.jenkins.plugins.sdkbootstrap.cli.report;

import io.jenkins.plugins.sdkbootstrap.cli.report.Terminal.Colour;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows the lines of a plan to people. */
public final class PlanText {

  private static final Pattern ACTION =
      Pattern.compile("^(stage [0-9]+ \\(.*?\\): )(run|reuse)\\b");

  private PlanText() {}

  /** A line of a plan; what is done about a stage stands out. */
  public static String coloured(String line) {
    return ACTION
        .matcher(line)
        .replaceFirst(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + (found.group(2).equals("run") ? Colour.STRONG : Colour.GOOD)
                            .out(found.group(2))));
  }
}
