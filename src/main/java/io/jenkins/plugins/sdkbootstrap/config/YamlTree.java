package io.jenkins.plugins.sdkbootstrap.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2 as a tree of nodes that know their places. It constructs no objects. It limits what a
 * hostile file could make large: the file and its depth. Aliases of collections are shared, not
 * copied.
 */
public final class YamlTree {

  /** Of a whole file, in bytes. */
  public static final int LARGEST = 1 << 20;

  private static final int DEEPEST = 32;
  private static final int MOST_ALIASES = 200;

  /**
   * The core schema of YAML 1.2, without merge keys: the engine would merge while it composes, and
   * would loop forever if a mapping is merged into itself.
   */
  private static final class Yaml12 extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new CoreScalarResolver(false);
    }
  }

  private YamlTree() {}

  /**
   * The root node of the only document.
   *
   * @throws ConfigException if this is not YAML
   */
  static Node of(String file, byte[] yaml) throws ConfigException {
    Problems problems = new Problems(file);
    try {
      if (yaml.length > LARGEST) {
        problems.add(problems.whole(), "is larger than 1 MiB; an sdk.yaml is a few kilobytes");
        throw problems.exception();
      }
      String text = decode(yaml, problems);
      LoadSettings settings =
          LoadSettings.builder()
              .setLabel("sdk.yaml")
              .setSchema(new Yaml12())
              .setCodePointLimit(LARGEST)
              .setMaxAliasesForCollections(MOST_ALIASES)
              .build();
      checkEvents(settings, text, problems);
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(problems.whole(), "is empty; it needs name, arch and seed");
        throw problems.exception();
      }
      return root.get();
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      problems.add(
          place(problems, e.getProblemMark().or(e::getContextMark)),
          "is not YAML: " + Printable.plain(context + e.getProblem()));
    } catch (ReaderException e) {
      problems.add(
          problems.whole(),
          String.format(
              "is not YAML: the character U+%04X at offset %d is not allowed",
              e.getCodePoint(), e.getPosition()));
    } catch (YamlVersionException e) {
      problems.add(problems.whole(), "is not YAML 1.2, as its %YAML line says another version");
    } catch (YamlEngineException e) {
      problems.add(problems.whole(), "is not YAML: " + Printable.plain(e.getMessage()));
    }
    throw problems.exception();
  }

  private static String decode(byte[] yaml, Problems problems) throws ConfigException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(yaml.length);
    ByteBuffer in = ByteBuffer.wrap(yaml);
    CoderResult result = decoder.decode(in, text, true);
    try {
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      String before = text.flip().toString();
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.length() - before.lastIndexOf('\n');
      problems.add(
          new ConfigProblem.Place(problems.whole().file(), line, column, ""),
          "is not UTF-8; save it as UTF-8");
      throw problems.exception();
    }
    String all = text.flip().toString();
    return all.startsWith("\uFEFF") ? all.substring(1) : all;
  }

  /**
   * Checks the stream of events before composing: composing is recursive, and would apply the tag
   * of merge keys.
   */
  private static void checkEvents(LoadSettings settings, String text, Problems problems)
      throws ConfigException {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof ScalarEvent scalar
          && scalar.getTag().filter(Tag.MERGE.getValue()::equals).isPresent()) {
        problems.add(
            place(problems, event.getStartMark()), "has a merge key, and YAML 1.2 has none");
        throw problems.exception();
      }
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        problems.add(place(problems, event.getStartMark()), "is nested too deeply");
        throw problems.exception();
      }
    }
  }

  private static ConfigProblem.Place place(Problems problems, Optional<Mark> mark) {
    return mark.map(
            m ->
                new ConfigProblem.Place(
                    problems.whole().file(), m.getLine() + 1, m.getColumn() + 1, ""))
        .orElse(problems.whole());
  }
}
