package io.jenkins.plugins.sdkbootstrap;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Jenkins knows only the symbols of the classes that the index, a resource, names. */
public class SymbolsTest {

  private static final Pattern SYMBOL = Pattern.compile("^ *@Symbol\\(", Pattern.MULTILINE);

  @Test
  public void areAllInTheIndex() throws IOException {
    TreeSet<String> indexed =
        Files.readAllLines(Path.of("src/main/resources/META-INF/annotations/org.jenkinsci.Symbol"))
            .stream()
            .map(name -> name.replaceAll("^.*\\.|\\$.*$", "") + ".java")
            .collect(toCollection(TreeSet::new));
    TreeSet<String> sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java") && hasSymbol(file))
              .map(file -> file.getFileName().toString())
              .collect(toCollection(TreeSet::new));
    }
    assertFalse(sources.isEmpty());
    assertEquals(sources, indexed);
  }

  private static boolean hasSymbol(Path file) {
    try {
      return SYMBOL.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
