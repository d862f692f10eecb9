package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;

/** What every page of the plugin must keep to. */
public class PageFilesTest {

  private static final Path PAGES =
      Path.of("src/main/resources/io/jenkins/plugins/sdkbootstrap/pages");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(PAGES)) {
      return files.filter(f -> f.toString().endsWith(".jelly")).toList();
    }
  }

  private static List<Element> elements(Path page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    NodeList all = factory.newDocumentBuilder().parse(page.toFile()).getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      elements.add((Element) all.item(i));
    }
    return elements;
  }

  @Test
  public void everyPageEscapesWhatItShows() throws Exception {
    assertFalse(pages().isEmpty());
    for (Path page : pages()) {
      String text = Files.readString(page);
      assertTrue(page.toString(), text.startsWith("<?jelly escape-by-default='true'?>"));
      for (Element e : elements(page)) {
        assertFalse(page + ": j:out", e.getLocalName().equals("out"));
      }
    }
  }

  @Test
  public void noPageHasScriptsOrStylesOfItsOwn() throws Exception {
    for (Path page : pages()) {
      for (Element e : elements(page)) {
        assertFalse(
            page + ": " + e.getTagName(), Set.of("script", "style").contains(e.getTagName()));
        NamedNodeMap attributes = e.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
          String name = attributes.item(i).getNodeName();
          assertFalse(page + ": " + name, name.startsWith("on") || name.equals("style"));
          assertFalse(page.toString(), attributes.item(i).getNodeValue().contains("javascript:"));
        }
      }
    }
  }

  @Test
  public void whoCannotSeeIsToldWhatThingsAre() throws Exception {
    for (Path page : pages()) {
      Set<String> labelled = new TreeSet<>();
      Set<String> fields = new TreeSet<>();
      for (Element e : elements(page)) {
        switch (e.getTagName()) {
          case "th" -> assertTrue(page + ": a th without scope", e.hasAttribute("scope"));
          case "nav" -> assertTrue(page + ": a nav without a name", e.hasAttribute("aria-label"));
          case "label" -> labelled.add(e.getAttribute("for"));
          case "select" -> fields.add(e.getAttribute("id"));
          case "input" ->
              assertTrue(
                  page + ": an input without a name",
                  e.getAttribute("type").equals("hidden") || e.hasAttribute("aria-label"));
          default -> {}
        }
      }
      assertEquals(page.toString(), labelled, fields);
    }
  }

  /**
   * Words that the language of expressions keeps for itself, so that no property can be read by
   * them.
   */
  @Test
  public void noExpressionReadsAPropertyByAReservedWord() throws IOException {
    Pattern reserved =
        Pattern.compile(
            "\\$\\{[^}]*\\.(?:size|empty|div|mod|eq|ne|lt|gt|le|ge|and|or|not)\\b(?!\\()");
    for (Path page : pages()) {
      Matcher matcher = reserved.matcher(Files.readString(page));
      assertFalse(page.toString(), matcher.find());
    }
  }
}
