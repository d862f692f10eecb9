package io.jenkins.plugins.sdkbootstrap.chroot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A handler of the kernel's binfmt_misc, which runs programs of a foreign architecture. */
final class Binfmt {

  private static final Path HANDLERS = Path.of("/proc/sys/fs/binfmt_misc");

  /**
   * One handler.
   *
   * @param interpreter the program on the agent
   * @param fixed whether the kernel keeps the interpreter open (flag F); then roots need not have
   *     it
   */
  record Handler(String interpreter, boolean fixed) {}

  private Binfmt() {}

  /** The enabled handler for programs of this architecture, preferably a fixed one. */
  static Optional<Handler> handler(Machine machine) throws IOException {
    Optional<Handler> found = Optional.empty();
    if (!Files.isDirectory(HANDLERS)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(HANDLERS)) {
      for (Path file : files) {
        Optional<Handler> handler = read(file, machine.elfHeader());
        if (handler.isPresent() && (found.isEmpty() || handler.get().fixed())) {
          found = handler;
        }
      }
    }
    return found;
  }

  private static Optional<Handler> read(Path file, byte[] program) throws IOException {
    String name = file.getFileName().toString();
    if (name.equals("register") || name.equals("status")) {
      return Optional.empty();
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Map<String, String> fields = new TreeMap<>();
    text.lines().map(line -> line.split(":? ", 2)).forEach(f -> fields.put(f[0], f[f.length - 1]));
    if (!fields.containsKey("enabled") || !fields.containsKey("magic")) {
      return Optional.empty();
    }
    byte[] magic = HexFormat.of().parseHex(fields.get("magic"));
    byte[] mask = fields.containsKey("mask") ? HexFormat.of().parseHex(fields.get("mask")) : null;
    int offset = Integer.parseInt(fields.get("offset"));
    for (int i = 0; i < magic.length; i++) {
      int care = mask == null ? 0xff : mask[i];
      if (offset + i >= program.length || ((program[offset + i] ^ magic[i]) & care) != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Handler(fields.get("interpreter"), fields.getOrDefault("flags", "").contains("F")));
  }
}
