package io.jenkins.plugins.sdkbootstrap.packages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the packages in an SBOM that {@link Sbom} has written, but which anyone may have sent. */
public final class SbomReader {

  /** More than any root has; an SBOM with more is refused. */
  private static final int MOST = 100_000;

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser in;

  private SbomReader(JsonParser in) {
    this.in = in;
  }

  /**
   * The packages, in the order of the SBOM. What of their files is missing in the root is not in
   * it, so that is 0.
   *
   * @throws IOException if it is no JSON, or a package has no name or no valid number in it
   */
  public static List<SdkPackage> read(byte[] sbom) throws IOException {
    try (JsonParser in = JSON.createParser(sbom)) {
      return new SbomReader(in).packages();
    } catch (NumberFormatException e) {
      throw new IOException("an SBOM with what should be a number and is none", e);
    }
  }

  private List<SdkPackage> packages() throws IOException {
    List<SdkPackage> packages = new ArrayList<>();
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("no SBOM");
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean components = in.currentName().equals("components");
      if (in.nextToken() == JsonToken.START_ARRAY && components) {
        while (in.nextToken() == JsonToken.START_OBJECT) {
          packages.add(component());
          if (packages.size() > MOST) {
            throw new IOException("an SBOM of more than " + MOST + " packages");
          }
        }
      } else {
        in.skipChildren();
      }
    }
    return packages;
  }

  private SdkPackage component() throws IOException {
    Map<String, String> texts = new HashMap<>();
    List<String> licenses = new ArrayList<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        texts.put(field, in.getText());
      } else if (value == JsonToken.START_ARRAY && field.equals("licenses")) {
        licenses(licenses);
      } else if (value == JsonToken.START_ARRAY && field.equals("properties")) {
        properties(texts);
      } else {
        in.skipChildren();
      }
    }
    String name = texts.getOrDefault("name", "");
    if (name.isEmpty()) {
      throw new IOException("an SBOM with a component without a name");
    }
    String flags = property(texts, "flags");
    return new SdkPackage(
        PackageFormat.ofId(property(texts, "database")),
        name,
        texts.getOrDefault("version", ""),
        property(texts, "arch"),
        property(texts, "slot"),
        property(texts, "origin"),
        flags.isEmpty() ? List.of() : List.of(flags.split(" ")),
        licenses,
        texts.getOrDefault("purl", ""),
        number(property(texts, "size")),
        (int) Math.min(Integer.MAX_VALUE, number(property(texts, "files"))),
        0);
  }

  private static String property(Map<String, String> texts, String name) {
    return texts.getOrDefault(Sbom.PROPERTY + name, "");
  }

  private static long number(String text) {
    return text.isEmpty() ? 0 : Math.max(0, Long.parseLong(text));
  }

  /** Texts of objects, however deep: an expression, or a license's id or name. */
  private void licenses(List<String> licenses) throws IOException {
    for (int depth = 1; depth > 0; ) {
      JsonToken token = in.nextToken();
      if (token == null) {
        return;
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token == JsonToken.VALUE_STRING) {
        licenses.add(in.getText());
      }
    }
  }

  private void properties(Map<String, String> texts) throws IOException {
    String name = "";
    while (in.nextToken() != JsonToken.END_ARRAY && in.currentToken() != null) {
      if (in.currentToken() == JsonToken.VALUE_STRING) {
        if (in.currentName().equals("name")) {
          name = in.getText();
        } else if (in.currentName().equals("value")) {
          texts.put(name, in.getText());
        }
      }
    }
  }
}
