package io.jenkins.plugins.sdkbootstrap.packages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts licenses of package databases to SPDX expressions if every word is known; otherwise
 * keeps the text.
 */
final class LicenseText {

  /** Before a word of an expression, or at its end: it has no meaning there. */
  private static final Pattern COMMA = Pattern.compile(",(?= (?:and|or)\\b|$)");

  /** {@code GPL-2+}, {@code LGPLv2.1}, {@code GPL3}: version two means just that one. */
  private static final Pattern GNU =
      Pattern.compile("(A|L)?GPL-?v?([123](?:\\.[01])?)(\\+|-or-later|-only)?");

  /** Names of distributions for licenses that have another name in SPDX, in lower case. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("expat", "MIT"),
          Map.entry("bsd", "BSD-3-Clause"),
          Map.entry("bsd-2", "BSD-2-Clause"),
          Map.entry("bsd-3", "BSD-3-Clause"),
          Map.entry("bsd-4", "BSD-4-Clause"),
          Map.entry("apache2", "Apache-2.0"),
          Map.entry("asl-2.0", "Apache-2.0"),
          Map.entry("artistic", "Artistic-1.0"),
          Map.entry("artistic-2", "Artistic-2.0"),
          Map.entry("psf-2", "PSF-2.0"),
          Map.entry("mpl2", "MPL-2.0"),
          Map.entry("boost-1.0", "BSL-1.0"),
          Map.entry("cc0", "CC0-1.0"),
          Map.entry("perl", "Artistic-1.0-Perl OR GPL-1.0-or-later"));

  /** The deepest nesting; real expressions have less. */
  private static final int DEEPEST = 50;

  private final Ids ids = Ids.KNOWN;
  private final List<String> tokens;
  private final boolean portage;
  private final Set<String> use;
  private int next;
  private int depth;

  private LicenseText(String text, boolean portage, Set<String> use) {
    this.tokens = tokens(text);
    this.portage = portage;
    this.use = use;
  }

  /** Brackets, and what is between them and white space. */
  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ' ' : text.charAt(i);
      if (c <= ' ' || c == '(' || c == ')') {
        if (i > start) {
          tokens.add(text.substring(start, i));
        }
        start = i + 1;
        if (c > ' ') {
          tokens.add(c == '(' ? "(" : ")");
        }
      }
    }
    return tokens;
  }

  /** An SPDX expression, or a text similar to one; none for an empty text. */
  static List<String> of(String text) {
    return new LicenseText(text, false, Set.of()).spdxOr(text);
  }

  /**
   * Portage's {@code LICENSE}: all hold that stand side by side, {@code ||} is a choice, and {@code
   * flag? ( )} holds where the flag is on.
   */
  static List<String> ofPortage(String text, Set<String> use) {
    return new LicenseText(text, true, use).spdxOr(text);
  }

  /**
   * The licenses in a machine-readable Debian copyright file; none for another file.
   *
   * @param file its bytes; null if there is none
   * @param out knows the licenses of other packages
   */
  static List<String> ofCopyright(byte[] file, PackageListBuilder out) {
    Lines first = new Lines(file);
    if (!first.next() || !first.startsWith("Format:")) {
      return List.of();
    }
    Set<String> licenses = new LinkedHashSet<>();
    for (Stanzas stanza = new Stanzas(file, "files", "license"); stanza.next(); ) {
      String license = stanza.get("license");
      // Other stanzas only have the text of a license.
      if (!license.isEmpty() && !stanza.get("files").isEmpty()) {
        if (license.indexOf(',') >= 0) {
          license = COMMA.matcher(license).replaceAll("");
        }
        licenses.addAll(out.license(license));
      }
    }
    return List.copyOf(licenses);
  }

  private List<String> spdxOr(String text) {
    if (tokens.isEmpty()) {
      return List.of();
    }
    String expression = portage ? list(" AND ") : choice();
    String license =
        expression == null || next < tokens.size()
            ? text.strip().replaceAll("\\s+", " ")
            : expression;
    return license.isEmpty() ? List.of() : List.of(license);
  }

  /** The elements up to a closing bracket or the end; null if a word is unknown. */
  private String list(String by) {
    List<String> parts = new ArrayList<>();
    while (next < tokens.size() && !tokens.get(next).equals(")")) {
      String part = ofPortage();
      if (part == null) {
        return null;
      }
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return join(parts, by);
  }

  private String ofPortage() {
    String word = tokens.get(next);
    if (word.equals("(")) {
      return bracketed(() -> list(" AND "));
    }
    next++;
    if (word.equals("||")) {
      return bracketed(() -> list(" OR "));
    }
    if (word.endsWith("?")) {
      boolean not = word.startsWith("!");
      String group = bracketed(() -> list(" AND "));
      boolean on = use.contains(word.substring(not ? 1 : 0, word.length() - 1));
      return group == null || on != not ? group : "";
    }
    return ids.license(word);
  }

  private String choice() {
    return operands("or", this::sum, " OR ");
  }

  private String sum() {
    return operands("and", this::license, " AND ");
  }

  private String operands(String operator, Supplier<String> operand, String by) {
    List<String> parts = new ArrayList<>();
    do {
      String part = operand.get();
      if (part == null) {
        return null;
      }
      parts.add(part);
    } while (isNext(operator));
    return join(parts, by);
  }

  private String license() {
    if (next >= tokens.size()) {
      return null;
    }
    if (tokens.get(next).equals("(")) {
      return bracketed(this::choice);
    }
    String license = ids.license(tokens.get(next++));
    if (license != null && isNext("with")) {
      String exception = next < tokens.size() ? ids.exception(tokens.get(next++)) : null;
      return exception == null ? null : license + " WITH " + exception;
    }
    return license;
  }

  private boolean isNext(String operator) {
    boolean is = next < tokens.size() && tokens.get(next).equalsIgnoreCase(operator);
    next += is ? 1 : 0;
    return is;
  }

  private String bracketed(Supplier<String> inner) {
    if (depth++ > DEEPEST || !isNext("(")) {
      return null;
    }
    String expression = inner.get();
    depth--;
    return isNext(")") ? expression : null;
  }

  private static String join(List<String> parts, String by) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Set<String> different = new LinkedHashSet<>(parts);
    StringBuilder joined = new StringBuilder();
    for (String part : different) {
      boolean brackets = different.size() > 1 && by.equals(" AND ") && isChoice(part);
      joined.append(joined.isEmpty() ? "" : by).append(brackets ? "(" + part + ")" : part);
    }
    return joined.toString();
  }

  /** Whether there is an OR outside of all brackets. */
  private static boolean isChoice(String expression) {
    int open = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ' ' && open == 0 && expression.startsWith(" OR ", i)) {
        return true;
      }
    }
    return false;
  }

  /** The identifiers of SPDX, read when first asked for. */
  private static final class Ids {
    static final Ids KNOWN = new Ids();

    private final Map<String, String> licenses = new HashMap<>();
    private final Map<String, String> exceptions = new HashMap<>();

    private Ids() {
      try (InputStream in = LicenseText.class.getResourceAsStream("spdx-ids.txt");
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
        Map<String, String> into = licenses;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty()) {
            into = exceptions;
          } else {
            into.put(line.toLowerCase(Locale.ROOT), line);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String license(String word) {
      Matcher gnu = word.contains("GPL") ? GNU.matcher(word) : null;
      if (gnu != null && gnu.matches()) {
        String version = gnu.group(2) + (gnu.group(2).contains(".") ? "" : ".0");
        boolean only = gnu.group(3) == null || gnu.group(3).equals("-only");
        String family = gnu.group(1) == null ? "GPL-" : gnu.group(1) + "GPL-";
        String id = family + version + (only ? "-only" : "-or-later");
        return licenses.get(id.toLowerCase(Locale.ROOT));
      }
      String lower = word.toLowerCase(Locale.ROOT);
      String known = licenses.get(lower);
      return known != null ? known : OTHER_NAMES.get(lower);
    }

    String exception(String word) {
      return exceptions.get(word.toLowerCase(Locale.ROOT));
    }
  }

  /** Whether this is one identifier of SPDX's list. */
  static boolean isId(String license) {
    return license.equals(Ids.KNOWN.licenses.get(license.toLowerCase(Locale.ROOT)));
  }

  /** One SPDX expression for licenses that all apply; empty if a word is unknown. */
  static String expression(List<String> licenses) {
    List<String> parts = new ArrayList<>();
    for (String license : licenses) {
      String known = new LicenseText(license, false, Set.of()).choice();
      if (!license.equals(known)) {
        return "";
      }
      parts.add(license);
    }
    return join(parts, " AND ");
  }
}
