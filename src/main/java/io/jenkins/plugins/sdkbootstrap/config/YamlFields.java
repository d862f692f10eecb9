package io.jenkins.plugins.sdkbootstrap.config;

import io.jenkins.plugins.sdkbootstrap.config.ConfigProblem.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads typed values from nodes. A wrong value is reported and read as empty, so one pass finds all
 * problems.
 */
public final class YamlFields {

  private static final String TEXT = "text";

  private final Problems problems;
  private final Map<String, Place> places = new HashMap<>();

  YamlFields(Problems problems) {
    this.problems = problems;
    places.put("", problems.whole());
  }

  /** Where each key's value stands. */
  Map<String, Place> places() {
    return places;
  }

  /** Reports what is wrong with the value of this key. */
  void problem(Node node, String key, String message) {
    problems.add(place(node, key), message);
  }

  /**
   * A mapping of known keys; unknown keys are problems.
   *
   * @param key the mapping's own, empty for the document
   */
  Map<String, Node> known(Node node, String key, Collection<String> known) {
    Map<String, Node> fields = new LinkedHashMap<>();
    for (Map.Entry<String, NodeTuple> field : tuples(node, key).entrySet()) {
      if (known.contains(field.getKey())) {
        fields.put(field.getKey(), field.getValue().getValueNode());
      } else {
        problem(
            field.getValue().getKeyNode(),
            join(key, field.getKey()),
            field.getKey().equals("<<")
                ? "unknown key; YAML 1.2 has no merge keys, repeat what is shared"
                : "unknown key; " + DidYouMean.hint(field.getKey(), known));
      }
    }
    return fields;
  }

  /** A mapping whose keys are names; other keys are problems. */
  Map<String, Node> named(Node node, String key, Pattern name, String rule) {
    Map<String, Node> fields = new LinkedHashMap<>();
    for (Map.Entry<String, NodeTuple> field : tuples(node, key).entrySet()) {
      if (name.matcher(field.getKey()).matches()) {
        fields.put(field.getKey(), field.getValue().getValueNode());
      } else {
        problem(
            field.getValue().getKeyNode(),
            join(key, Printable.plain(field.getKey())),
            "not a name: " + rule);
      }
    }
    return fields;
  }

  private Map<String, NodeTuple> tuples(Node node, String key) {
    Map<String, NodeTuple> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      wrongType(node, key, "a mapping (key: value)");
      return fields;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar)) {
        problem(keyNode, key, "a key must be text, not " + typeOf(keyNode));
        continue;
      }
      String name = scalar.getValue();
      NodeTuple first = fields.get(name);
      if (first != null) {
        problem(
            keyNode,
            join(key, Printable.plain(name)),
            "is given twice; the first is at line " + place(first.getKeyNode(), key).line());
        continue;
      }
      fields.put(name, tuple);
      places.put(join(key, name), place(tuple.getValueNode(), join(key, name)));
    }
    return fields;
  }

  /** The items of a list. */
  List<Node> items(Node node, String key) {
    if (!(node instanceof SequenceNode sequence)) {
      wrongType(node, key, "a list (- item)");
      return List.of();
    }
    List<Node> items = sequence.getValue();
    for (int i = 0; i < items.size(); i++) {
      places.put(item(key, i), place(items.get(i), item(key, i)));
    }
    return items;
  }

  /** The texts of a list. */
  List<String> texts(Node node, String key, Pattern pattern, String rule) {
    List<String> texts = new ArrayList<>();
    List<Node> items = items(node, key);
    for (int i = 0; i < items.size(); i++) {
      text(items.get(i), item(key, i), pattern, rule).ifPresent(texts::add);
    }
    return texts;
  }

  /** The key of a list's item; they count from 1. */
  public static String item(String key, int index) {
    return key + "[" + (index + 1) + "]";
  }

  /** The key of a mapping's field. */
  static String join(String key, String field) {
    return key.isEmpty() ? field : key + "." + field;
  }

  /** Text that this pattern matches. */
  Optional<String> text(Node node, String key, Pattern pattern, String rule) {
    return text(node, key).filter(value -> matches(node, key, value, pattern, rule));
  }

  /** Any text. */
  Optional<String> text(Node node, String key) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.STR)) {
      return Optional.of(scalar.getValue());
    }
    wrongType(node, key, TEXT);
    return Optional.empty();
  }

  /** Text, or a number or truth value as it is spelled. */
  Optional<String> literal(Node node, String key, Pattern pattern, String rule) {
    if (node instanceof ScalarNode scalar && isLiteral(node.getTag())) {
      return Optional.of(scalar.getValue())
          .filter(value -> matches(node, key, value, pattern, rule));
    }
    wrongType(node, key, TEXT);
    return Optional.empty();
  }

  private static boolean isLiteral(Tag tag) {
    // In YAML, ${NAME} is plain text, but the parser treats it specially.
    return tag.equals(Tag.STR)
        || tag.equals(Tag.ENV_TAG)
        || tag.equals(Tag.INT)
        || tag.equals(Tag.FLOAT)
        || tag.equals(Tag.BOOL);
  }

  private boolean matches(Node node, String key, String value, Pattern pattern, String rule) {
    boolean matches = pattern.matcher(value).matches();
    if (!matches) {
      problem(node, key, Printable.quoted(value) + ": " + rule);
    }
    return matches;
  }

  /** One of these words. */
  Optional<String> word(Node node, String key, Collection<String> words) {
    return text(node, key)
        .filter(
            value -> {
              if (!words.contains(value)) {
                problem(
                    node,
                    key,
                    Printable.quoted(value)
                        + " is not one of its values; "
                        + DidYouMean.hint(value, words));
              }
              return words.contains(value);
            });
  }

  /** True or false. */
  Optional<Boolean> truth(Node node, String key) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      return Optional.of(scalar.getValue().equalsIgnoreCase("true"));
    }
    wrongType(node, key, "true or false");
    return Optional.empty();
  }

  /** A whole number in these bounds. */
  Optional<Long> number(Node node, String key, long least, long most) {
    if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.INT)) {
      wrongType(node, key, "a whole number");
      return Optional.empty();
    }
    try {
      long value = Long.parseLong(scalar.getValue());
      if (least <= value && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // Too large for a long, or spelled in another base: both are out of range.
    }
    problem(
        node,
        key,
        Printable.quoted(scalar.getValue())
            + ": a decimal number from "
            + least
            + " to "
            + most
            + " is needed");
    return Optional.empty();
  }

  private void wrongType(Node node, String key, String needed) {
    boolean quotable = needed.equals(TEXT) && isLiteral(node.getTag());
    String hint = quotable ? " (in quotes it is text)" : "";
    problem(node, key, "must be " + needed + ", not " + typeOf(node) + hint);
  }

  private static String typeOf(Node node) {
    if (node instanceof ScalarNode scalar) {
      String value = Printable.quoted(scalar.getValue());
      Tag tag = node.getTag();
      if (tag.equals(Tag.NULL)) {
        return "nothing";
      }
      if (tag.equals(Tag.STR)) {
        return "the text " + value;
      }
      if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
        return "the number " + Printable.plain(scalar.getValue());
      }
      if (tag.equals(Tag.BOOL)) {
        return scalar.getValue();
      }
      return value + " with the tag " + Printable.plain(tag.getValue());
    }
    return node instanceof SequenceNode ? "a list" : "a mapping";
  }

  private Place place(Node node, String key) {
    return node.getStartMark()
        .map(m -> new Place(problems.whole().file(), m.getLine() + 1, m.getColumn() + 1, key))
        .orElseGet(() -> new Place(problems.whole().file(), 1, 1, key));
  }

  /** Reports missing keys. */
  void require(Node node, String key, Map<String, Node> fields, Collection<String> required) {
    String missing =
        required.stream()
            .filter(name -> !fields.containsKey(name))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty() && node instanceof MappingNode) {
      problem(node, key, "lacks " + missing);
    }
  }
}
