package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
          "the name of the current directory cannot be spelled in this locale: set LC_ALL=C.UTF-8, or"
              + " change to another directory");
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
    CommandLine command = new CommandLine(new BootstrapCommand(out, err));
    Map<String, Supplier<Object>> commands = commands(out, err);
    Supplier<Object> asked = args.length == 0 ? null : commands.get(args[0]);
    // Making one takes milliseconds, all of them a good part of a short command's time.
    (asked == null ? commands.values() : List.of(asked))
        .forEach(subcommand -> command.addSubcommand(subcommand.get()));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setParameterExceptionHandler((e, ignored) -> usage(e, err));
    command.setExecutionExceptionHandler((e, c, r) -> Failures.report(e, err));
    return command.execute(underscoresToHyphens(args));
  }

  /** The subcommands by their names, in the order in which the help shows them. */
  private static Map<String, Supplier<Object>> commands(PrintStream out, PrintStream err) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("init", () -> new InitCommand(out, err));
    commands.put("import-spec", () -> new ImportSpecCommand(out, err));
    commands.put("plan", () -> new PlanCommand(out, err));
    commands.put("unpack", () -> new UnpackCommand(out, err));
    commands.put("chroot", () -> new ChrootCommand(out, err));
    commands.put("archive", () -> new ArchiveCommand(out, err));
    commands.put("ls", () -> new ListCommand(out, err));
    commands.put("cat", () -> new CatCommand(out, err));
    commands.put("find", () -> new FindCommand(out, err));
    commands.put("diff", () -> new DiffCommand(out, err));
    commands.put("verify", () -> new VerifyCommand(out, err));
    commands.put("sign", () -> new SignCommand(out, err));
    commands.put("reproduce", () -> new ReproduceCommand(out, err));
    commands.put("remove", () -> new RemoveCommand(out, err));
    commands.put("gc", () -> new GcCommand(out, err));
    return commands;
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
