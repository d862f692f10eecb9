package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The files of a complete SDK to begin with. */
enum Template {
  /** The method with dpkg and Debian's packages. */
  DEBIAN(
      "sdk.yaml",
      "README.md",
      "minimal:Jenkinsfile",
      "seed.sh",
      "debian:stages/stage%d.sh",
      "repos/debian/debian.sources",
      "repos/debian/toolchain.list",
      "repos/debian/base.list",
      "repos/debian/sdk.list",
      "repos/debian/cross.list",
      "repos/debian/sdk-hello/Makefile",
      "repos/debian/sdk-hello/control",
      "repos/debian/sdk-hello/hello.c"),
  /** Flatcar's SDK: the method with Portage, and Flatcar's repositories and profiles. */
  FLATCAR(
      "sdk.yaml",
      "README.md",
      "gentoo:Jenkinsfile",
      "seed-hooks/README",
      "stages/release.sh",
      "portage:stages/stage%d.sh"),
  /** The method with Portage, for any profile of Gentoo. */
  GENTOO("sdk.yaml", "README.md", "Jenkinsfile", "portage:stages/stage%d.sh"),
  /** Four stages that run in seconds, of this machine's shell. */
  MINIMAL(
      "sdk.yaml",
      "README.md",
      "Jenkinsfile",
      "seed.sh",
      "minimal:stages/stage%d.sh",
      "repos/base/install.sh",
      "repos/base/base-files.sh",
      "repos/base/tools.sh",
      "repos/base/hello.sh");

  private static final int STAGES = 4;

  /** A line of a script in whose place the part of this name stands. */
  private static final String INCLUDE = ". ./";

  /** Paths; before a colon, the directory that they are taken from if it is not this one's. */
  private final List<String> files;

  Template(String... files) {
    this.files = List.of(files);
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Its files.
   *
   * @param arch the SDK's architecture
   * @return their text by their path below the SDK's directory
   */
  Map<String, String> files(String arch) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : files) {
      int colon = file.indexOf(':');
      String directory = colon < 0 ? id() : file.substring(0, colon);
      String name = file.substring(colon + 1);
      if (!name.contains("%d")) {
        texts.put(name, resource(directory + "/" + name).replace("@ARCH@", arch));
        continue;
      }
      for (int stage = 1; stage <= STAGES; stage++) {
        String path = String.format(Locale.ROOT, name, stage);
        texts.put(path, script(directory, resource(directory + "/" + path + ".in")));
      }
    }
    return texts;
  }

  // A stage sees its script and no other file, so what several scripts share is put into each.
  private static String script(String directory, String text) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(INCLUDE)) {
        lines.add("");
        lines.addAll(
            resource(directory + "/parts/" + line.substring(INCLUDE.length())).lines().toList());
      } else {
        lines.add(line);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream("templates/" + name)) {
      if (in == null) {
        throw new IOException("the template's file " + name + " is missing from this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
