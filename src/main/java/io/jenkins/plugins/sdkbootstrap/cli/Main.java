package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command {@code bootstrap-sdk}. */
public final class Main {

  /** How long an interrupted command may take to clean up behind itself. */
  private static final long PATIENCE_MILLIS = 60_000;

  private Main() {}

  /** Runs the command of these arguments and ends the JVM with its exit code. */
  public static void main(String[] args) {
    PrintStream out = utf8(System.out);
    PrintStream err = utf8(System.err);
    Thread worker = Thread.currentThread();
    AtomicBoolean ending = new AtomicBoolean();
    // SIGINT and SIGTERM start the JVM's end at once; the hook holds it up until the worker, whom
    // it
    // interrupts, has ended what it started and removed what it made.
    Thread hook = new Thread(() -> interrupt(worker, ending), "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    int status = run(args, out, err);
    out.flush();
    err.flush();
    if (!ending.compareAndSet(false, true)) {
      return; // the JVM ends already, by a signal
    }
    System.exit(status);
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
    CommandLine command = new CommandLine(new BootstrapCommand(out, err));
    command.addSubcommand(new PlanCommand(out, err));
    command.addSubcommand(new UnpackCommand(out, err));
    command.addSubcommand(new ChrootCommand(out, err));
    command.addSubcommand(new ArchiveCommand(out, err));
    command.addSubcommand(new ListCommand(out, err));
    command.addSubcommand(new CatCommand(out, err));
    command.addSubcommand(new FindCommand(out, err));
    command.addSubcommand(new DiffCommand(out, err));
    command.addSubcommand(new VerifyCommand(out, err));
    command.addSubcommand(new GcCommand(out, err));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setParameterExceptionHandler((e, ignored) -> usage(e, err));
    command.setExecutionExceptionHandler((e, c, r) -> Failures.report(e, err));
    return command.execute(underscoresToHyphens(args));
  }

  private static int usage(ParameterException e, PrintStream err) {
    err.println("bootstrap-sdk: " + e.getMessage().lines().findFirst().orElse("wrong usage"));
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

  /** The version of this software, {@code development} where it runs from classes. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  // Names are shown in UTF-8 whatever the locale is: what cannot be shown is escaped before.
  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
