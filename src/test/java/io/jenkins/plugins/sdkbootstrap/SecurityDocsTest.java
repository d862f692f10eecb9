package io.jenkins.plugins.sdkbootstrap;

import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The page about security names tests that exist. */
public class SecurityDocsTest {

  private static final Path PAGE = Path.of("docs", "security.md");
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)\\.([A-Za-z0-9]+)`");

  @Test
  public void namesOnlyTestsThatExist() throws Exception {
    Map<String, List<Path>> sources;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      sources =
          files
              .filter(f -> f.toString().endsWith("Test.java"))
              .collect(Collectors.groupingBy(f -> f.getFileName().toString()));
    }
    Matcher named = TEST.matcher(Files.readString(PAGE));
    int count = 0;
    for (; named.find(); count++) {
      String method = "public void " + named.group(2) + "()";
      boolean there = false;
      for (Path source : sources.getOrDefault(named.group(1) + ".java", List.of())) {
        there |=
            Files.readString(source).contains("@Test") && Files.readString(source).contains(method);
      }
      assertTrue(named.group(), there);
    }
    assertTrue("names tests at all", count > 20);
  }
}
