package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Loads what commands load, for a JVM that writes an archive of it: see {@code bootstrap-sdk.sh}.
 * What else a bootstrap does than to plan is loaded, but not done.
 */
final class Training {

  private static final String OWN = "io/jenkins/plugins/sdkbootstrap/";
  private static final String CLASS = ".class";

  private Training() {}

  /** Takes a directory to work in, with a tarball {@code seed.tar.gz} in it. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    String sdk = directory.resolve("sdk").toString();
    String seed = directory.resolve("seed.tar.gz").toString();
    run("--help");
    run("init", "--template", "minimal", sdk);
    for (List<String> last : List.of(List.of("--rebuild"), List.of("--json"))) {
      run(
          "plan",
          "--config",
          sdk + "/sdk.yaml",
          "--store",
          sdk + "/store",
          "--seed-tarball",
          seed,
          last.get(0));
    }
    run("ls", seed, "bin");
    run("cat", seed, "bin/sh");
    run("find", seed, "s*");
    run("packages", seed);
    run("diff", seed, seed);
    run(
        "gc",
        "--store",
        Files.createDirectories(directory.resolve("store")).toString(),
        "--keep=1");
    loadAll(Path.of(System.getProperty("java.class.path")));
  }

  private static void run(String... args) {
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Main.run(args, nowhere, nowhere);
    }
  }

  private static void loadAll(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String name : file.stream().map(entry -> entry.getName()).toList()) {
        if (name.startsWith(OWN) && name.endsWith(CLASS)) {
          load(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Training.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // It is loaded when it is used, and is missed then.
    }
  }
}
