package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** An sdk.yaml in the making, of stages with the scripts {@code stages/stageN.sh}. */
public final class SdkYaml {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./+@-]*");
  private static final Pattern NO_TEXT =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|previous");

  private String name = "gentoo-sdk";
  private boolean named;
  private String arch = "amd64";
  private String seed;
  private String compression;
  private List<String> digests = List.of();
  private final Map<String, String[]> repos = new LinkedHashMap<>();
  private final Map<String, String[]> caches = new LinkedHashMap<>();
  private final Map<String, String> env = new LinkedHashMap<>();
  private final Map<String, String> mounts = new LinkedHashMap<>();
  private final Map<Integer, Map<String, String>> mountsIn = new LinkedHashMap<>();
  private final Map<Integer, Map<String, String>> stages = new LinkedHashMap<>();
  private final Set<String> clean = new LinkedHashSet<>();

  /** The name that was asked for, if one was. */
  public void name(String asked) {
    if (asked != null) {
      name = asked;
      named = true;
    }
  }

  /** A name, unless one was asked for; what no name can have becomes a hyphen. */
  public void defaultName(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9._+-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    if (!named && !safe.isEmpty()) {
      name = safe.matches("stage[0-9]+") ? "sdk-" + safe : safe;
    }
  }

  public void arch(String text) {
    arch = text.replaceAll("[^A-Za-z0-9_.]", "_");
  }

  public void seed(String path) {
    seed = path;
  }

  public void compression(String word) {
    compression = word;
  }

  /** The algorithms of DIGESTS; with none, the default. */
  public void digests(List<String> words) {
    digests = List.copyOf(words);
  }

  public void repo(String repo, String path, String base) {
    repos.putIfAbsent(repo, new String[] {path, base + "/" + repo});
  }

  /** A cache; with null for the path, one that the program keeps. */
  public void cache(String cache, String path, String mount) {
    if (path != null || !caches.containsKey(cache)) {
      caches.put(cache, new String[] {path, mount});
    }
  }

  /** A variable of every stage. */
  public void env(String variable, String value) {
    env.put(variable, value);
  }

  /** The same, after what it has already. */
  public void append(String variable, String value) {
    env.merge(variable, value, (a, b) -> a + " " + b);
  }

  public void mount(String path, String mount) {
    mounts.put(mount, path);
  }

  public void mountIn(int stage, String path, String mount) {
    mountsIn.computeIfAbsent(stage, n -> new LinkedHashMap<>()).put(mount, path);
  }

  /** Something that the last stage's root is rid of; false where that is no absolute path. */
  public boolean clean(String glob) {
    boolean path = glob.matches("(/(?!\\.{1,2}(/|$))[^/]+)+/?");
    if (path) {
      clean.add(glob);
    }
    return path;
  }

  public void stage(int number, Map<String, String> variables) {
    stages.put(number, variables);
  }

  /** The file, with these lines as comments at its head. */
  public String text(List<String> comments) {
    List<String> lines = new ArrayList<>();
    lines.add("# Made of catalyst's files. Its scripts: bootstrap-sdk init --template gentoo");
    comments.forEach(c -> lines.add("# " + c));
    lines.add("name: " + scalar(name));
    lines.add("arch: " + scalar(arch));
    lines.add("seed: " + (seed == null ? "previous" : scalar(seed)));
    if (compression != null) {
      lines.add("compression: " + compression);
    }
    if (!digests.isEmpty()) {
      lines.add("digests: [" + String.join(", ", digests) + "]");
    }
    lines.add("repos:");
    repos.forEach(
        (repo, ends) ->
            lines.add(
                "  "
                    + scalar(repo)
                    + ": {path: "
                    + scalar(ends[0])
                    + ", mount: "
                    + scalar(ends[1])
                    + "}"));
    if (!caches.isEmpty()) {
      lines.add("caches:");
      caches.forEach(
          (cache, ends) ->
              lines.add(
                  "  "
                      + cache
                      + ": {"
                      + (ends[0] == null ? "" : "path: " + scalar(ends[0]) + ", ")
                      + "mount: "
                      + scalar(ends[1])
                      + "}"));
    }
    lines.add("stages:");
    stages.forEach((number, variables) -> stage(lines, number, variables));
    return String.join("\n", lines) + "\n";
  }

  private void stage(List<String> lines, int number, Map<String, String> variables) {
    lines.add("  - script: stages/stage" + number + ".sh");
    if (number > 1) {
      lines.add("    isolated: true");
    }
    if (number == stages.size()) {
      lines.add("    archiveRepos: true");
    }
    Map<String, String> all = new LinkedHashMap<>(env);
    all.putAll(variables);
    if (!all.isEmpty()) {
      lines.add("    env:");
      all.forEach((variable, value) -> lines.add("      " + variable + ": " + scalar(value)));
    }
    Map<String, String> bound = new LinkedHashMap<>(mounts);
    bound.putAll(mountsIn.getOrDefault(number, Map.of()));
    if (!bound.isEmpty()) {
      lines.add("    mounts:");
      bound.forEach(
          (mount, path) -> lines.add("      - {path: " + scalar(path) + ", mount: " + mount + "}"));
    }
    if (number == stages.size() && !clean.isEmpty()) {
      Set<String> globs = new LinkedHashSet<>(StageSpec.DEFAULT_CLEAN);
      globs.addAll(clean);
      lines.add("    clean:");
      globs.forEach(glob -> lines.add("      - " + scalar(glob)));
    }
  }

  /** As YAML reads it back: quoted where it could be taken for anything but text. */
  private static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !NO_TEXT.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\x%02x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
