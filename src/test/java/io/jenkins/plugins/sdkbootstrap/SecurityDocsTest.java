package io.jenkins.plugins.sdkbootstrap;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The pages that promise something name tests that exist. */
public class SecurityDocsTest {

  private static final List<Path> PAGES =
      List.of(Path.of("docs", "security.md"), Path.of("docs", "reliability.md"));
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
    for (Path page : PAGES) {
      requireTests(Files.readString(page), sources);
    }
  }

  private static void requireTests(String page, Map<String, List<Path>> sources)
      throws IOException {
    Matcher named = TEST.matcher(page);
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
    assertTrue("names tests at all", count > 15);
  }
}
