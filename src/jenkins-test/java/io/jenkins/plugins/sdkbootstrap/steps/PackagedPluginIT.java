package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.Test;

/** What is in the hpi, and what is not: classes that Jenkins and its plugins bring. */
public class PackagedPluginIT {

  private static final Path HPI = Path.of("target/sdk-bootstrap.hpi");
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final Pattern OF_JENKINS =
      Pattern.compile(
          "(groovy|org/codehaus/groovy|org/kohsuke|org/jenkinsci|hudson|jenkins|javax?|jakarta"
              + "|net/sf/json|com/google|com/fasterxml|com/github/luben|org/apache/commons|org/tukaani"
              + "|org/springframework|org/slf4j|picocli)/.*\\.class");

  private static List<String> libraries() throws IOException {
    try (JarFile hpi = new JarFile(HPI.toFile())) {
      return hpi.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
          .sorted()
          .toList();
    }
  }

  private static List<String> entries(String library) throws IOException {
    List<String> names = new ArrayList<>();
    try (JarFile hpi = new JarFile(HPI.toFile());
        JarInputStream jar = new JarInputStream(hpi.getInputStream(hpi.getEntry(library)))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  public void holdsNoClassThatJenkinsOrAnotherPluginBrings() throws IOException {
    List<String> foreign = new ArrayList<>();
    for (String library : libraries()) {
      entries(library).stream()
          .filter(name -> OF_JENKINS.matcher(name).matches())
          .forEach(name -> foreign.add(library + ": " + name));
    }
    assertEquals(List.of(), foreign);
    List<String> own = entries(LIBRARIES + "sdk-bootstrap.jar");
    assertEquals(List.of(), own.stream().filter(name -> name.contains("/cli/")).toList());
    assertTrue(own.stream().anyMatch(name -> name.endsWith("steps/BootstrapSdk.groovy")));
  }

  @Test
  public void findsItsExtensionsByTheirIndexes() throws IOException {
    List<String> own = entries(LIBRARIES + "sdk-bootstrap.jar");
    for (String index : List.of("hudson.Extension", "org.jenkinsci.Symbol")) {
      assertTrue(index, own.contains("META-INF/annotations/" + index));
    }
    assertTrue(own.contains("index.jelly"));
  }

  @Test
  public void saysWhatItNeeds() throws IOException {
    try (JarFile hpi = new JarFile(HPI.toFile())) {
      Attributes manifest = hpi.getManifest().getMainAttributes();
      assertEquals("sdk-bootstrap", manifest.getValue("Short-Name"));
      assertEquals("2.528.3", manifest.getValue("Jenkins-Version"));
      assertEquals("17", manifest.getValue("Minimum-Java-Version"));
      List<String> dependencies =
          Stream.of(manifest.getValue("Plugin-Dependencies").split(","))
              .map(dependency -> dependency.substring(0, dependency.indexOf(':')))
              .toList();
      assertTrue(
          dependencies.toString(),
          dependencies.containsAll(
              List.of(
                  "commons-compress-api",
                  "durable-task",
                  "jackson2-api",
                  "pipeline-stage-step",
                  "structs",
                  "workflow-api",
                  "workflow-cps",
                  "workflow-durable-task-step",
                  "workflow-step-api")));
      assertTrue(manifest.getValue("Plugin-Dependencies").contains("durable-task:651."));
    }
  }

  @Test
  public void namesTheLicenceOfEachLibrary() throws IOException {
    try (JarFile hpi = new JarFile(HPI.toFile());
        InputStream in = hpi.getInputStream(hpi.getEntry("WEB-INF/licenses.xml"))) {
      String licences = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String library : libraries()) {
        String name =
            library.substring(LIBRARIES.length()).replaceFirst("(-[0-9][-.0-9]*)?\\.jar$", "");
        assertTrue(name, licences.contains("artifactId=\"" + name + "\""));
      }
    }
    assertTrue(Files.size(HPI) < 2_000_000);
  }
}
