package io.jenkins.plugins.sdkbootstrap.cli.catalyst;

import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of catalyst: a spec ({@code key: value}, words on further lines belong to the key before),
 * or a catalyst.conf ({@code key = value} in TOML or, before catalyst 4, in a shell's words).
 */
public final class CatalystFile {

  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*([A-Za-z][A-Za-z0-9_-]*)\\s*=(.*)");

  /** Of a file as much as is read; specs have a few KiB. */
  private static final int LARGEST = 1 << 20;

  private static final Pattern COMMENT = Pattern.compile("\\s*#.*$");
  private static final Pattern REFERENCE = Pattern.compile("%\\(([^)]*)\\)s");
  private static final Pattern WORD =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^\\s,\\[\\]\"'#]+)|(#.*$)");

  private final String name;
  private final Map<String, CatalystSetting> settings = new LinkedHashMap<>();

  private CatalystFile(String name) {
    this.name = name;
  }

  /**
   * Reads one.
   *
   * @throws InputException if it is neither a spec nor a catalyst.conf
   */
  public static CatalystFile read(Path file) throws IOException, InputException {
    List<String> lines =
        new String(SmallFile.read(file, LARGEST), StandardCharsets.UTF_8).lines().toList();
    CatalystFile read = new CatalystFile(file.getFileName().toString());
    Optional<String> first =
        lines.stream()
            .map(l -> COMMENT.matcher(l).replaceAll(""))
            .filter(l -> !l.isBlank())
            .findFirst();
    if (first.isEmpty()) {
      throw new InputException(file + " has no setting");
    }
    if (ASSIGNMENT.matcher(first.get()).matches()) {
      read.configuration(lines);
    } else {
      read.spec(lines);
    }
    return read;
  }

  /** The file's own name. */
  String name() {
    return name;
  }

  /** What it builds, such as {@code stage1}; empty for a catalyst.conf. */
  Optional<String> target() {
    return Optional.ofNullable(settings.get("target")).map(CatalystSetting::text);
  }

  List<CatalystSetting> settings() {
    return List.copyOf(settings.values());
  }

  private void spec(List<String> lines) throws InputException {
    String key = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = COMMENT.matcher(lines.get(i).strip()).replaceAll("");
      if (line.isBlank()) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon >= 0) {
        key = line.substring(0, colon).strip();
        put(key, words(line.substring(colon + 1)), i);
      } else if (key == null) {
        throw new InputException(
            name
                + ":"
                + (i + 1)
                + ": neither 'key: value' of a spec nor 'key = value' of catalyst.conf");
      } else {
        CatalystSetting before = settings.get(key);
        List<String> all = new ArrayList<>(before.values());
        all.addAll(words(line));
        settings.put(key, new CatalystSetting(key, all, before.place()));
      }
    }
  }

  private List<String> words(String text) {
    String plain = text.strip();
    if (plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"")) {
      plain = plain.substring(1, plain.length() - 1);
    }
    plain = REFERENCE.matcher(plain).replaceAll(m -> Matcher.quoteReplacement(value(m.group(1))));
    return plain.isBlank() ? List.of() : Arrays.asList(plain.strip().split("\\s+"));
  }

  private void configuration(List<String> lines) throws InputException {
    int i = 0;
    while (i < lines.size()) {
      int start = i;
      String line = lines.get(i++);
      if (COMMENT.matcher(line).replaceAll("").isBlank()) {
        continue;
      }
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (!assignment.matches()) {
        throw new InputException(name + ":" + (start + 1) + ": not 'key = value': " + line.strip());
      }
      List<String> values = new ArrayList<>();
      String rest = assignment.group(2);
      boolean array = rest.strip().startsWith("[");
      boolean closed = addTo(values, rest);
      while (array && !closed) {
        if (i == lines.size()) {
          throw new InputException(name + ":" + (start + 1) + ": this list has no end");
        }
        closed = addTo(values, lines.get(i++));
      }
      put(assignment.group(1), values, start);
    }
  }

  /** Adds the values of a line; says whether a list ends in it. */
  private boolean addTo(List<String> values, String line) {
    String bare = line;
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      for (int group = 1; group <= 3; group++) {
        if (word.group(group) != null) {
          values.add(
              REFERENCE
                  .matcher(word.group(group))
                  .replaceAll(m -> Matcher.quoteReplacement(value(m.group(1)))));
        }
      }
      bare = bare.replace(word.group(), "");
    }
    return bare.contains("]");
  }

  private void put(String key, List<String> values, int line) {
    settings.put(key, new CatalystSetting(key, values, name + ":" + (line + 1)));
  }

  private String value(String key) {
    CatalystSetting setting = settings.get(key);
    return setting == null ? "%(" + key + ")s" : setting.text();
  }
}
