package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the help of the commands as manual pages, in the macros of man(7); the build calls it for
 * the Debian package.
 */
final class ManPages {

  private ManPages() {}

  /** As small as can be, which Debian asks of a page. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /**
   * Writes {@code bootstrap-sdk.1.gz} and a page for each subcommand into a directory.
   *
   * @param args the directory, the version of this software, and its date
   */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    CommandLine all = Main.command(new String[0], System.out, System.err);
    write(directory, all.getCommandSpec(), args[1], args[2].substring(0, 10));
    for (CommandLine command : all.getSubcommands().values()) {
      write(directory, command.getCommandSpec(), args[1], args[2].substring(0, 10));
    }
  }

  private static void write(Path directory, CommandSpec command, String version, String date)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new Gzip(bytes)) {
      zipped.write(page(command, version, date).getBytes(StandardCharsets.UTF_8));
    }
    Files.write(directory.resolve(name(command) + ".1.gz"), bytes.toByteArray());
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** A page's text. */
  static String page(CommandSpec command, String version, String date) {
    StringBuilder page = new StringBuilder();
    String[] description = command.usageMessage().description();
    page.append(
        ".TH %s 1 \"%s\" \"SDK Bootstrap %s\" \"User Commands\"\n"
            .formatted(roff(name(command)).toUpperCase(Locale.ROOT), date, version));
    page.append(".SH NAME\n%s \\- %s\n".formatted(roff(name(command)), summary(description[0])));
    page.append(".SH SYNOPSIS\n%s\n".formatted(synopsis(command)));
    page.append(".SH DESCRIPTION\n").append(lines(List.of(description)));
    if (!command.positionalParameters().isEmpty()) {
      page.append(".SH ARGUMENTS\n");
      for (PositionalParamSpec parameter : command.positionalParameters()) {
        item(page, "\\fI" + roff(parameter.paramLabel()) + "\\fR", parameter.description());
      }
    }
    page.append(".SH OPTIONS\n");
    for (OptionSpec option : command.options()) {
      String names =
          List.of(option.names()).stream()
              .map(name -> "\\fB" + roff(name) + "\\fR")
              .collect(Collectors.joining(", "));
      String value = option.arity().max() == 0 ? "" : "=\\fI" + roff(option.paramLabel()) + "\\fR";
      item(page, names + value, option.description());
    }
    if (!command.subcommands().isEmpty()) {
      page.append(".SH COMMANDS\n");
      for (CommandLine sub : command.subcommands().values()) {
        CommandSpec spec = sub.getCommandSpec();
        item(page, "\\fB" + roff(name(spec)) + "\\fR(1)", spec.usageMessage().description()[0]);
      }
    }
    page.append(".SH EXIT STATUS\n");
    page.append(
        "0: done. 1: the stage or the check failed. 2: wrong usage or input. 130:\ninterrupted.\n");
    if (command.parent() != null) {
      page.append(".SH SEE ALSO\n.BR bootstrap\\-sdk (1)\n");
    }
    return page.toString();
  }

  private static void item(StringBuilder page, String term, String... description) {
    page.append(".TP\n").append(term).append('\n').append(lines(List.of(description)));
  }

  private static String synopsis(CommandSpec command) {
    String line =
        new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .synopsis(0)
            .lines()
            .map(String::strip)
            .collect(Collectors.joining(" "));
    String program = command.qualifiedName();
    return "\\fB" + roff(program) + "\\fR" + roff(line.substring(program.length()));
  }

  /** The first sentence, as whatis shows it. */
  private static String summary(String description) {
    String first = description.split("\\.( |$)", 2)[0];
    return roff(Character.toLowerCase(first.charAt(0)) + first.substring(1));
  }

  private static String lines(List<String> text) {
    return text.stream().map(ManPages::roff).map(line -> line + "\n").collect(Collectors.joining());
  }

  /** Text that is not read as a request, and whose hyphens can be copied into a shell. */
  private static String roff(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
