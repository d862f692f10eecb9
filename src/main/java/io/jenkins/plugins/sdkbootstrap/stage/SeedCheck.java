package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.archive.Unpacker;
import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.compress.SeekTable;
import io.jenkins.plugins.sdkbootstrap.compress.ZstdCodec;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Quick checks of the files that a bootstrap begins with: whether the seed is valid, which machine
 * its shell is for, how much space it needs, and whether scripts can be run.
 */
public final class SeedCheck {

  /** How long to search a seed. If the shell comes later, the stage finds it. */
  private static final long PATIENCE_NANOS = 400_000_000;

  /**
   * The space for each byte of a seed: its root with the files' slack, and the root that the script
   * makes.
   */
  private static final int ROOTS = 2;

  /** How many times larger a root is than its compressed tarball, if that is unknown. */
  private static final int RATIO = 4;

  private static final int MOST_LINKS = 8;

  /** That of UTF-8, which some editors write, byte by byte. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private SeedCheck() {}

  /** The findings on the scripts of these stages. */
  public static List<Finding> scripts(ConfigFiles files, List<StageSpec> stages)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (StageSpec stage : stages) {
      Path script = files.script(stage);
      byte[] head = SmallFile.read(script, 4096);
      String first = new String(head, StandardCharsets.ISO_8859_1).split("\n", 2)[0];
      if (first.endsWith("\r")) {
        findings.add(
            new Finding(
                Finding.Severity.ERROR,
                script + ": its lines end in CR LF, which no shell can read: convert it to LF"));
      }
      if (first.strip().equals("#!")) {
        findings.add(
            new Finding(
                Finding.Severity.ERROR,
                script + ": its first line names no interpreter behind #!, such as /bin/sh"));
      }
      if (first.startsWith(BYTE_ORDER_MARK)) {
        findings.add(
            new Finding(
                Finding.Severity.ERROR,
                script + ": begins with a byte order mark, which no shell can read: remove it"));
      }
    }
    return findings;
  }

  /**
   * How many bytes of space a seed and the roots made from it will need.
   *
   * @param seed a tarball or an image
   */
  public static long room(Path seed) throws IOException {
    try (ByteSource source = ByteSource.of(seed)) {
      return ROOTS * unpacked(source, seed);
    } catch (ArchiveException e) {
      return ROOTS * RATIO * Files.size(seed); // what is wrong with it is said elsewhere
    }
  }

  private static long unpacked(ByteSource source, Path seed) throws IOException {
    Compression compression = ArchiveInput.compressionOf(source);
    long size = source.size();
    if (compression == Compression.NONE && !Unpacker.isImage(source)) {
      return size;
    }
    if (compression == Compression.ZSTD) {
      SeekTable table = SeekTable.read(source);
      if (table != null) {
        return table.start(table.count());
      }
    }
    if (compression == Compression.GZIP && size < 1L << 30) {
      ByteBuffer end = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      source.read(size - 4, end);
      long length = Integer.toUnsignedLong(end.getInt(0)); // of the last member, modulo 2^32
      return Math.max(length, size);
    }
    return RATIO * size;
  }

  /**
   * The findings on a seed; unpacks a sample of it and removes it again.
   *
   * @param arch the architecture of its programs
   * @param privilege gives its files their owners; empty if none works
   * @param work where it will be unpacked; need not exist yet
   * @param strict whether every entry must be created
   */
  public static List<Finding> seed(
      Path seed, String arch, Optional<Privilege> privilege, Path work, boolean strict)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    try (ByteSource source = ByteSource.of(seed)) {
      Unpacker.requireKnown(source, "the seed " + seed);
      if (!Unpacker.isImage(source)) {
        look(source, arch, privilege, work, strict, findings);
      }
    } catch (MachineException e) {
      throw e; // of the disk, not of the seed
    } catch (ArchiveException e) {
      findings.add(new Finding(Finding.Severity.ERROR, e.getMessage()));
    }
    return findings;
  }

  private static void look(
      ByteSource source,
      String arch,
      Optional<Privilege> privilege,
      Path work,
      boolean strict,
      List<Finding> findings)
      throws IOException {
    Shells shells = new Shells();
    try {
      if (privilege.isPresent()) {
        Path directory = Preflight.existing(work);
        Unpacker.Sample sample =
            Unpacker.sample(source, directory, privilege.get()::command, shells);
        findings.addAll(findings(sample, strict));
      } else {
        read(source, shells);
      }
    } catch (MachineException e) {
      throw e;
    } catch (ArchiveException e) {
      throw new ArchiveException("the seed cannot be read: " + e.getMessage(), e);
    }
    boolean whole = !shells.stopped;
    Optional<byte[]> shell = shells.shell();
    if (shell.isEmpty()) {
      if (whole) {
        findings.add(
            new Finding(
                Finding.Severity.WARNING,
                "the seed has no /bin/sh: only scripts of another interpreter run in it"));
      }
      return;
    }
    Preflight.machineOf(shell.get())
        .filter(name -> !Preflight.runs(name, arch))
        .ifPresent(
            name ->
                findings.add(
                    new Finding(
                        Finding.Severity.ERROR,
                        "the seed's /bin/sh is a program for " + name + ", not for " + arch)));
    Optional<String> loader = Shells.loader(shell.get());
    if (whole && loader.isPresent() && !shells.has(loader.get())) {
      findings.add(
          new Finding(
              Finding.Severity.ERROR,
              "the seed's /bin/sh needs the loader "
                  + loader.get()
                  + ", which the seed does not have"));
    }
  }

  private static void read(ByteSource source, Shells shells) throws IOException {
    try (ArchiveInput in = ArchiveInput.open(source, Progress.NONE)) {
      new TarReader(in, null, List.of(shells)).leaveOut((what, count) -> {}).readAll();
    } catch (Unpacker.Enough e) {
      return;
    }
  }

  private static List<Finding> findings(Unpacker.Sample sample, boolean strict) {
    if (sample.failure().isPresent()) {
      return List.of(
          new Finding(
              Finding.Severity.ERROR,
              "a root like the seed cannot be created here: " + sample.failure().get()));
    }
    if (sample.skipped().isEmpty()) {
      return List.of();
    }
    String what = String.join(", ", sample.skipped());
    return List.of(
        strict
            ? new Finding(
                Finding.Severity.ERROR,
                "not all of the seed can be created here: "
                    + what
                    + "; without --strict they are skipped")
            : new Finding(
                Finding.Severity.WARNING,
                "entries that cannot be created here are skipped: " + what));
  }

  /** Reads links and shells of a tar stream until {@code /bin/sh} is known or the time is over. */
  private static final class Shells implements EntryVisitor {
    private static final int HEAD = 8 << 10;
    private static final int ELF_HEADER = 64;

    private final long end = System.nanoTime() + PATIENCE_NANOS;
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, byte[]> programs = new HashMap<>();
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean stopped;
    private long size;

    @Override
    public void begin(Entry entry) throws IOException {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        stop();
      }
      size = entry.size();
      head.reset();
      if (entry.type() == EntryType.SYMLINK) {
        links.put(entry.path().toString(), new String(entry.link(), StandardCharsets.ISO_8859_1));
      } else if (entry.type() == EntryType.HARDLINK) {
        links.put(entry.path().toString(), "/" + RootPath.of(entry.link()));
      }
    }

    @Override
    public void content(byte[] buffer, int offset, int length) throws IOException {
      if (head.size() < HEAD) {
        head.write(buffer, offset, Math.min(length, HEAD - head.size()));
      }
      if (size > TarReader.MAX_SAMPLE && System.nanoTime() > end) {
        stop();
      }
    }

    private void stop() throws Unpacker.Enough {
      stopped = true;
      throw new Unpacker.Enough();
    }

    @Override
    public void end(Entry complete) {
      if (complete.type() == EntryType.FILE) {
        String path = complete.path().toString();
        boolean program = head.size() >= ELF_HEADER && head.toByteArray()[0] == 0x7f;
        // Reads only the content of possible shells; of others, only their existence.
        programs.put(path, program && path.contains("bin/") ? head.toByteArray() : new byte[0]);
      }
    }

    /** The path with its links followed. */
    private String resolved(String path) {
      String rest = path;
      for (int i = 0; i < MOST_LINKS; i++) {
        String followed = follow(rest);
        if (followed.equals(rest)) {
          return rest;
        }
        rest = followed;
      }
      return rest;
    }

    private String follow(String path) {
      for (int slash = path.indexOf('/'); ; slash = path.indexOf('/', slash + 1)) {
        String front = slash < 0 ? path : path.substring(0, slash);
        String target = links.get(front);
        if (target != null) {
          String above =
              target.startsWith("/") ? "" : front.substring(0, front.lastIndexOf('/') + 1);
          return normal(above + target + (slash < 0 ? "" : path.substring(slash)));
        }
        if (slash < 0) {
          return path;
        }
      }
    }

    /** The path without {@code .}, {@code ..} and extra slashes; it never leads out of the root. */
    private static String normal(String path) {
      Deque<String> names = new ArrayDeque<>();
      for (String name : path.split("/")) {
        if (name.equals("..")) {
          names.pollLast();
        } else if (!name.isEmpty() && !name.equals(".")) {
          names.addLast(name);
        }
      }
      return String.join("/", names);
    }

    Optional<byte[]> shell() {
      return Optional.ofNullable(programs.get(resolved("bin/sh"))).filter(b -> b.length > 0);
    }

    boolean has(String path) {
      return programs.containsKey(resolved(path.substring(1)));
    }

    /** What starts the program, by its PT_INTERP. */
    static Optional<String> loader(byte[] program) {
      ByteBuffer elf =
          ByteBuffer.wrap(program)
              .order(program[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      boolean wide = program[4] == 2;
      try {
        long table = wide ? elf.getLong(32) : elf.getInt(28);
        int size = elf.getShort(wide ? 54 : 42);
        int count = elf.getShort(wide ? 56 : 44);
        for (int i = 0; i < count; i++) {
          int at = (int) table + i * size;
          if (elf.getInt(at) == 3) {
            int from = (int) (wide ? elf.getLong(at + 8) : elf.getInt(at + 4));
            int length = (int) (wide ? elf.getLong(at + 32) : elf.getInt(at + 16));
            return Optional.of(new String(program, from, length - 1, StandardCharsets.ISO_8859_1));
          }
        }
      } catch (IndexOutOfBoundsException e) {
        return Optional.empty(); // beyond what was kept
      }
      return Optional.empty();
    }
  }

  /** Loads the compressor early: if that failed later, a stage's work would be lost. */
  public static Optional<Finding> codec(Path directory) {
    return ZstdCodec.prepare(directory).map(line -> new Finding(Finding.Severity.WARNING, line));
  }
}
