package io.jenkins.plugins.sdkbootstrap.pages.inside;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.stapler.StaplerRequest2;

/** The parameters of a request, taken apart strictly and put together again. */
final class Query {

  private static final int LONGEST = 1 << 14;

  private final Map<String, List<String>> parameters;

  Query(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  /** Those of a request. */
  static Query of(StaplerRequest2 request) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    request
        .getParameterMap()
        .forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
    return new Query(parameters);
  }

  /** A parameter's value without spaces around it; empty where it is not given. */
  String text(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    String value = values.isEmpty() ? "" : values.get(0).strip();
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException(name + " is too long");
    }
    return value;
  }

  /** A stage's id. It has no spaces, so one is the {@code +} of an id pasted as it is shown. */
  String id(String name) {
    return text(name).replace(' ', '+');
  }

  /** All values of a parameter that is given several times; empty ones are none. */
  List<String> texts(String name) {
    return parameters.getOrDefault(name, List.of()).stream().filter(v -> !v.isBlank()).toList();
  }

  /** Whether a box is ticked. */
  boolean isOn(String name) {
    String value = text(name);
    return value.equals("on") || value.equals("true");
  }

  /** A number from 0 to there. */
  int number(String name, int otherwise, int most) {
    String value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return Math.min(number, most);
      }
    } catch (NumberFormatException e) {
      // Said below, as for a negative one.
    }
    throw new IllegalArgumentException(name + " must be a number from 0 to " + most);
  }

  /** A path as it is spelled in URLs; a slash before it is none of it. */
  RootPath path(String name) {
    return UrlPath.decode(text(name));
  }

  /** The same query without a parameter. */
  Query without(String name) {
    Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
    changed.remove(name);
    return new Query(changed);
  }

  /** The same query with another value of a parameter, spelled for a URL. */
  String with(String name, String value) {
    Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
    changed.put(name, List.of(value));
    return changed.entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(v -> encode(e.getKey()) + "=" + encode(v)))
        .collect(Collectors.joining("&", "?", ""));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
