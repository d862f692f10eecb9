package io.jenkins.plugins.sdkbootstrap.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object whose fields are read by type; a message names the file and the field's path. */
final class JsonFields {

  private final String file;
  private final String path;
  private final JsonNode node;

  private JsonFields(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** The document itself. */
  static JsonFields of(String file, JsonNode root) throws RecordException {
    JsonFields fields = new JsonFields(file, "", root);
    if (!root.isObject()) {
      throw fields.wrong("", "is not a JSON object");
    }
    return fields;
  }

  /** The error for a field of this object; an empty name means the object itself. */
  RecordException wrong(String field, String message) {
    String at = field.isEmpty() ? path : name(field);
    return new RecordException(
        Printable.plain(file) + ": " + (at.isEmpty() ? "" : at + " ") + message);
  }

  private String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** Refuses other fields than these. */
  void only(String... fields) throws RecordException {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!List.of(fields).contains(field.getKey())) {
        throw wrong("", "has an unknown field " + Printable.quoted(field.getKey()));
      }
    }
  }

  boolean has(String field) {
    return node.has(field);
  }

  private JsonNode get(String field) throws RecordException {
    JsonNode value = node.get(field);
    if (value == null) {
      throw wrong(field, "is missing");
    }
    return value;
  }

  JsonFields object(String field) throws RecordException {
    JsonNode value = get(field);
    if (!value.isObject()) {
      throw wrong(field, "must be an object");
    }
    return new JsonFields(file, name(field), value);
  }

  /** The objects of an array. */
  List<JsonFields> objects(String field) throws RecordException {
    List<JsonFields> objects = new ArrayList<>();
    JsonNode value = array(field);
    for (int i = 0; i < value.size(); i++) {
      if (!value.get(i).isObject()) {
        throw wrong(field + "[" + i + "]", "must be an object");
      }
      objects.add(new JsonFields(file, name(field) + "[" + i + "]", value.get(i)));
    }
    return objects;
  }

  private JsonNode array(String field) throws RecordException {
    JsonNode value = get(field);
    if (!value.isArray()) {
      throw wrong(field, "must be an array");
    }
    return value;
  }

  String text(String field) throws RecordException {
    JsonNode value = get(field);
    if (!value.isTextual()) {
      throw wrong(field, "must be a string");
    }
    return value.textValue();
  }

  boolean isText(String field) {
    return node.path(field).isTextual();
  }

  List<String> texts(String field) throws RecordException {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array(field)) {
      if (!item.isTextual()) {
        throw wrong(field, "must hold strings only");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  /** The names and values of this object, which are strings. */
  Map<String, String> allTexts() throws RecordException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      texts.put(field.getKey(), text(field.getKey()));
    }
    return texts;
  }

  boolean truth(String field) throws RecordException {
    JsonNode value = get(field);
    if (!value.isBoolean()) {
      throw wrong(field, "must be true or false");
    }
    return value.booleanValue();
  }

  long number(String field) throws RecordException {
    JsonNode value = get(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(field, "must be a whole number");
    }
    return value.longValue();
  }

  int smallNumber(String field) throws RecordException {
    long value = number(field);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw wrong(field, "is out of range");
    }
    return (int) value;
  }
}
