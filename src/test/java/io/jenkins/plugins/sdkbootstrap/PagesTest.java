package io.jenkins.plugins.sdkbootstrap;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The views of the plugin escape what they show, and have no script and no style of their own, so
 * that a Content Security Policy can forbid both. Their texts can be translated.
 */
public class PagesTest {

  private static final Path RESOURCES = Path.of("src/main/resources/io/jenkins/plugins");
  private static final Path SOURCES = Path.of("src/main/java/io/jenkins/plugins");

  private static final Pattern INLINE =
      Pattern.compile("<script|<style|\\sstyle=|\\son[a-z]+=|<j:out|javascript:", 2);

  /** Words of the expression language: a view that has a property of this name is not parsed. */
  private static final Pattern RESERVED =
      Pattern.compile(
          "\\$\\{[^}]*\\.(size|empty|new|div|mod|eq|ne|lt|gt|le|ge|and|or|not)\\b(?!\\()");

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]*}");

  /** A message: its key, and the arguments where it has some. */
  private static final Pattern MESSAGE =
      Pattern.compile("[{'\"]%([^}('\"]+)(\\(.*?\\)(?=[}'\"]))?");

  /** Attributes that people read, of HTML, of Jenkins' tags and of ours. */
  private static final Set<String> READ =
      Set.of(
          "title",
          "alt",
          "aria-label",
          "placeholder",
          "label",
          "message",
          "tooltip",
          "crumb",
          "subtitle");

  /** What is called the same in all languages. */
  private static final Set<String> NAMES = Set.of("SHA-256", "sdk.yaml");

  private static List<Path> files(Path below, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<Path> views() throws IOException {
    return files(RESOURCES, ".jelly");
  }

  /** The views whose texts are in bundles; help is translated as a whole. */
  private static List<Path> translated() throws IOException {
    return views().stream().filter(view -> !view.endsWith("help.jelly")).toList();
  }

  private static List<Element> elements(Path view) throws Exception {
    NodeList all =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(view.toFile())
            .getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      elements.add((Element) all.item(i));
    }
    return elements;
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
    }
    return properties;
  }

  @Test
  public void areWellFormed() throws Exception {
    for (Path view : views()) {
      elements(view);
    }
    assertTrue(views().size() > 10);
  }

  @Test
  public void escapeEverything() throws IOException {
    for (Path view : views()) {
      String first = Files.readAllLines(view).get(0);
      assertEquals(view.toString(), "<?jelly escape-by-default='true'?>", first);
    }
  }

  @Test
  public void haveNoScriptAndNoStyleInThem() throws IOException {
    assertEquals(List.of(), found(INLINE));
  }

  @Test
  public void nameNoPropertyByAWordOfTheExpressionLanguage() throws IOException {
    assertEquals(List.of(), found(RESERVED));
  }

  private static List<String> found(Pattern pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path view : views()) {
      Matcher matcher = pattern.matcher(Files.readString(view));
      while (matcher.find()) {
        found.add(view + ": " + matcher.group());
      }
    }
    return found;
  }

  @Test
  public void tellWhatThingsAreToUsersWhoCannotSeeThem() throws Exception {
    for (Path view : translated()) {
      Set<String> labelled = new TreeSet<>();
      Set<String> fields = new TreeSet<>();
      for (Element e : elements(view)) {
        switch (e.getTagName()) {
          case "th" -> assertTrue(view + ": a th without scope", e.hasAttribute("scope"));
          case "nav" -> assertTrue(view + ": a nav without a name", e.hasAttribute("aria-label"));
          case "label" -> labelled.add(e.getAttribute("for"));
          case "select" -> {
            if (!e.hasAttribute("aria-label")) {
              fields.add(e.getAttribute("id"));
            }
          }
          case "input" ->
              assertTrue(
                  view + ": an input without a name",
                  e.getAttribute("type").equals("hidden") || e.hasAttribute("aria-label"));
          default -> {}
        }
      }
      assertEquals(view.toString(), labelled, fields);
    }
  }

  @Test
  public void haveNoTextOutsideOfTheirBundles() throws Exception {
    List<String> found = new ArrayList<>();
    for (Path view : translated()) {
      for (Element e : elements(view)) {
        for (String name : READ) {
          addText(found, view, e.getAttribute(name));
        }
        for (Node node = e.getFirstChild(); node != null; node = node.getNextSibling()) {
          if (node.getNodeType() == Node.TEXT_NODE && !e.getTagName().startsWith("st:")) {
            addText(found, view, node.getTextContent());
          }
        }
      }
    }
    assertEquals(List.of(), found);
  }

  private static void addText(List<String> found, Path view, String value) {
    String text = EXPRESSION.matcher(value).replaceAll("").strip();
    if (text.chars().anyMatch(Character::isLetter) && !NAMES.contains(text)) {
      found.add(view + ": " + text);
    }
  }

  @Test
  public void useAllMessagesBesideThemAndNoOthers() throws IOException {
    for (Path view : translated()) {
      Properties messages = properties(Path.of(view.toString().replace(".jelly", ".properties")));
      Set<String> used = new TreeSet<>();
      for (MatchResult message : MESSAGE.matcher(Files.readString(view)).results().toList()) {
        String format = messages.getProperty(message.group(1));
        if (format == null) {
          assertEquals(view + ": no message for " + message.group(), null, message.group(2));
        } else {
          used.add(message.group(1));
          int arguments = message.group(2) == null ? 0 : arguments(message.group(2));
          assertEquals(
              view + ": " + message.group(),
              arguments,
              new MessageFormat(format).getFormatsByArgumentIndex().length);
        }
      }
      assertEquals(view.toString(), messages.stringPropertyNames(), used);
    }
  }

  /** How many there are: counts the commas that are in no inner parentheses. */
  private static int arguments(String list) {
    int depth = 0;
    int count = 1;
    for (char c : list.toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      count += c == ',' && depth == 1 ? 1 : 0;
    }
    return count;
  }

  @Test
  public void haveBundlesOfWhichEachBelongsToAViewOrToClasses() throws IOException {
    for (Path bundle : files(RESOURCES, ".properties")) {
      if (!bundle.endsWith("Messages.properties")) {
        Path view = Path.of(bundle.toString().replace(".properties", ".jelly"));
        assertTrue(bundle + " has no view", Files.exists(view));
        continue;
      }
      TreeMap<String, String> code = new TreeMap<>();
      for (Path source :
          files(SOURCES.resolve(RESOURCES.relativize(bundle.getParent())), ".java")) {
        code.put(source.getFileName().toString(), Files.readString(source));
      }
      for (String key : properties(bundle).stringPropertyNames()) {
        Pattern use = Pattern.compile("\\bMessages\\._?" + key.replace('.', '_') + "\\(");
        Set<String> users =
            code.keySet().stream()
                .filter(file -> use.matcher(code.get(file)).find())
                .collect(toCollection(TreeSet::new));
        assertTrue(bundle + ": nothing uses " + key, !users.isEmpty());
      }
    }
  }
}
