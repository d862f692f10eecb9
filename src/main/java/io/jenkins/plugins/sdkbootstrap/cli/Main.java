package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.BootstrapRun;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Converters;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.ResultOutput;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command {@code bootstrap-sdk}. */
public final class Main {

  /** How long an interrupted command may take to clean up behind itself. */
  private static final long PATIENCE_MILLIS = 60_000;

  /** Prints what bash and zsh complete the command by; not in the help, as nobody types it. */
  private static final String COMPLETION = "generate-completion";

  private static final String TUNNEL_LOGIN = "jdk.http.auth.tunneling.disabledSchemes";

  private Main() {}

  /** Runs the command of these arguments and ends the JVM with its exit code. */
  public static void main(String[] args) {
    // Those of java.time and java.sql, which no option has, are half of what picocli prepares.
    System.setProperty("picocli.converters.excludes", "java[.].*");
    // The JDK by itself sends no password to a proxy for https, which only a user can have set.
    if (System.getProperty(TUNNEL_LOGIN) == null) {
      System.setProperty(TUNNEL_LOGIN, "");
    }
    ResultOutput results =
        new ResultOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    PrintStream out = utf8(results);
    PrintStream err = utf8(System.err);
    Thread worker = Thread.currentThread();
    AtomicBoolean ending = new AtomicBoolean();
    // SIGINT and SIGTERM start the JVM's end at once; the hook holds it up until the worker, which
    // it interrupts, has ended what it started and removed what it made.
    Thread hook = new Thread(() -> interrupt(worker, ending), "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    int status;
    try {
      requireSpelledDirectory();
      status = run(args, out, err);
    } catch (InputException | Error e) { // no memory, no thread, no library
      status = Failures.report(e, err);
    }
    out.flush();
    if (status == Exit.DONE && results.failure() != null) {
      status = results.isUnwanted() ? Exit.FAILED : Failures.report(results.failure(), err);
    }
    err.flush();
    if (!ending.compareAndSet(false, true)) {
      return; // the JVM ends already, by a signal
    }
    System.exit(status);
  }

  /** A JVM in the POSIX locale has a wrong name for a directory with others than ASCII letters. */
  private static void requireSpelledDirectory() throws InputException {
    if (!Files.isDirectory(Path.of("").toAbsolutePath())) {
      throw new InputException(
          System.getProperty("sun.jnu.encoding", "").equals("UTF-8")
              ? "the name of the current directory is not UTF-8: change to another directory"
              : "the name of the current directory cannot be spelled in this locale: set"
                  + " LC_ALL=C.UTF-8, or change to another directory");
    }
  }

  private static void interrupt(Thread worker, AtomicBoolean ending) {
    if (!ending.compareAndSet(false, true)) {
      return; // the command is done
    }
    worker.interrupt();
    try {
      worker.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(Exit.INTERRUPTED);
  }

  /**
   * Runs the command of these arguments.
   *
   * @return its exit code
   */
  static int run(String[] args, PrintStream out, PrintStream err) {
    return command(args, out, err).execute(underscoresToHyphens(args));
  }

  /** The command that these arguments need; all of it for those that name no subcommand. */
  static CommandLine command(String[] args, PrintStream out, PrintStream err) {
    Map<String, Supplier<SdkCommand>> commands = commands();
    CommandLine command;
    // Making one takes milliseconds, all of them a good part of a short command's time.
    if (args.length > 0 && commands.containsKey(args[0])) {
      commands.keySet().retainAll(Set.of(args[0]));
      command = new CommandLine(CommandSpec.create().name(BootstrapCommand.NAME));
    } else {
      command = new CommandLine(new BootstrapCommand().on(out, err));
    }
    commands.forEach((name, made) -> command.addSubcommand(name, made.get().on(out, err)));
    command.getCommandSpec().version(BootstrapCommand.NAME + " " + BootstrapRun.softwareVersion());
    if (args.length > 0 && args[0].equals(COMPLETION)) {
      command.addSubcommand(COMPLETION, new AutoComplete.GenerateCompletion());
    }
    Converters.register(command);
    Converters.choice(command, Template.class);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setParameterExceptionHandler((e, ignored) -> usage(e, err));
    command.setExecutionExceptionHandler((e, c, r) -> Failures.report(e, err));
    return command;
  }

  /** The subcommands by their names, in the order in which the help shows them. */
  private static Map<String, Supplier<SdkCommand>> commands() {
    Map<String, Supplier<SdkCommand>> commands = new LinkedHashMap<>();
    commands.put("init", InitCommand::new);
    commands.put("import-spec", ImportSpecCommand::new);
    commands.put("plan", PlanCommand::new);
    commands.put("unpack", UnpackCommand::new);
    commands.put("chroot", ChrootCommand::new);
    commands.put("shell", ShellCommand::new);
    commands.put("archive", ArchiveCommand::new);
    commands.put("ls", ListCommand::new);
    commands.put("cat", CatCommand::new);
    commands.put("find", FindCommand::new);
    commands.put("packages", PackagesCommand::new);
    commands.put("diff", DiffCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("sign", SignCommand::new);
    commands.put("reproduce", ReproduceCommand::new);
    commands.put("remove", RemoveCommand::new);
    commands.put("gc", GcCommand::new);
    return commands;
  }

  private static int usage(ParameterException e, PrintStream err) {
    ArgSpec of = e.getArgSpec();
    if (e.getCause() instanceof TypeConversionException wrong && of != null) {
      String name = of instanceof OptionSpec option ? option.longestName() : of.paramLabel();
      String line = name + " '" + e.getValue() + "': " + wrong.getMessage();
      err.println(Failures.prefix() + Printable.line(line));
      return Exit.WRONG_INPUT;
    }
    err.println(Failures.prefix() + e.getMessage().lines().findFirst().orElse("wrong usage"));
    err.println("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Exit.WRONG_INPUT;
  }

  /** People know {@code --seed_tarball}; an option's name may be spelled either way. */
  static String[] underscoresToHyphens(String[] args) {
    String[] spelled = args.clone();
    for (int i = 0; i < spelled.length; i++) {
      if (spelled[i].equals("--")) {
        break;
      }
      if (spelled[i].startsWith("--")) {
        int end = spelled[i].indexOf('=');
        String name = end < 0 ? spelled[i] : spelled[i].substring(0, end);
        spelled[i] = name.replace('_', '-') + spelled[i].substring(name.length());
      }
    }
    return spelled;
  }

  // Names are shown in UTF-8 whatever the locale is: what cannot be shown is escaped before.
  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
