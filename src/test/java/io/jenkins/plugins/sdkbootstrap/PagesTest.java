package io.jenkins.plugins.sdkbootstrap;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;

/**
 * The views of the plugin escape what they show, and have no script and no style of their own, so
 * that a Content Security Policy can forbid both.
 */
public class PagesTest {

  private static final Pattern INLINE =
      Pattern.compile("<script|<style|\\sstyle=|\\son[a-z]+=|<j:out|javascript:", 2);

  /** Words of the expression language: a view that has a property of this name is not parsed. */
  private static final Pattern RESERVED =
      Pattern.compile("\\$\\{[^}]*\\.(size|empty|new)\\b(?!\\()");

  private static List<Path> views() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/io"))) {
      return files.filter(file -> file.toString().endsWith(".jelly")).toList();
    }
  }

  @Test
  public void areWellFormed() throws Exception {
    for (Path view : views()) {
      DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(view.toFile());
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
}
