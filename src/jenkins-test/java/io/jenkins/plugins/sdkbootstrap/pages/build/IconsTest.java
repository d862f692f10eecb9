package io.jenkins.plugins.sdkbootstrap.pages.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The symbols of Jenkins that pages use; Jenkins shows a cross for one that it does not have. */
public class IconsTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();

  private static final Pattern SYMBOL = Pattern.compile("symbol-([a-z-]+)");

  @Test
  public void areThereInTheOldestJenkinsThatTakesThePlugin() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".jelly") || file.toString().endsWith(".java")) {
          SYMBOL
              .matcher(Files.readString(file))
              .results()
              .map((MatchResult found) -> found.group(1))
              .forEach(used::add);
        }
      }
    }
    assertFalse(used.isEmpty());
    List<String> missing = new ArrayList<>();
    for (String name : used) {
      String file = "/WEB-INF/classes/images/symbols/" + name + ".svg";
      if (JENKINS.jenkins.getServletContext().getResource(file) == null) {
        missing.add(name);
      }
    }
    assertEquals(List.of(), missing);
  }
}
