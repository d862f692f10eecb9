package io.jenkins.plugins.sdkbootstrap.pages.web;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;

/** The parameters of a request. Reads them strictly, and spells queries for other pages. */
@Restricted(NoExternalUse.class)
public record Query(Map<String, List<String>> parameters) {

  public static final Query NONE = new Query(Map.of());

  private static final int LONGEST = 1 << 14;

  /** The parameters of a request. */
  public static Query of(StaplerRequest2 request) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    request
        .getParameterMap()
        .forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
    return new Query(parameters);
  }

  /** A parameter's value without spaces around it; empty where it is not given. */
  public String text(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    String value = values.isEmpty() ? "" : values.get(0).strip();
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException(Messages.Query_TooLong(name));
    }
    return value;
  }

  /** A stage's id. It has no space, so a space is the {@code +} of an id that was pasted. */
  public String id(String name) {
    return text(name).replace(' ', '+');
  }

  /** The values, but blank ones, of a parameter that can be given several times. */
  public List<String> texts(String name) {
    return parameters.getOrDefault(name, List.of()).stream().filter(v -> !v.isBlank()).toList();
  }

  /** Whether a check box is on. */
  public boolean isOn(String name) {
    String value = text(name);
    return value.equals("on") || value.equals("true");
  }

  /** A number from 0; a larger one than {@code most} is taken for that. */
  public int number(String name, int otherwise, int most) {
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
      // Refused below, as a negative number is.
    }
    throw new IllegalArgumentException(Messages.Query_NoNumber(name, most));
  }

  /** A path as URLs spell it, with or without a slash before it. */
  public RootPath path(String name) {
    return UrlPath.decode(text(name));
  }

  /** The same query without a parameter. */
  public Query without(String name) {
    Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
    changed.remove(name);
    return new Query(changed);
  }

  /** The query with this value of a parameter, as a URL spells it. */
  public String with(String name, String value) {
    Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
    changed.put(name, List.of(value));
    return changed.entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(v -> encode(e.getKey()) + "=" + encode(v)))
        .collect(Collectors.joining("&", "?", ""));
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
