package io.jenkins.plugins.sdkbootstrap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.BeforeClass;
import org.junit.Test;

/** Holds the arrows between the packages: each uses only packages that stand below it. */
public class ArchitectureTest {

  static final String BASE = "io.jenkins.plugins.sdkbootstrap";

  private static final Path SOURCES = Path.of("src/main/java", BASE.replace('.', '/'));

  private static final String[] JENKINS = {
    "hudson..", "jenkins..", "com.cloudbees..", "org.jenkinsci..", "org.kohsuke.."
  };

  /** The packages from the ground up, with what each may use. */
  private static final Map<String, Set<String>> ROOMS = new LinkedHashMap<>();

  static {
    room("io");
    room("http", "io");
    room("process", "io");
    room("root", "io");
    room("tar", "io", "root");
    room("compress", "io", "process");
    room("index", "io", "root", "tar", "compress");
    room("diff", "index", "root", "io");
    room("archive", "io", "process", "root", "tar", "compress", "index", "diff");
    room("elf", "archive", "index", "root", "io", "diff");
    room("packages", "archive", "index", "root", "io", "diff");
    room("chroot", "process", "io");
    room("config", "io", "compress");
    room("provenance", "config", "io", "archive", "compress");
    room("plan", "config", "provenance", "io");
    room("stage", below("stage"));
    room("verify", below("verify"));
    room("history", "config", "io", "provenance", "verify");
    room("store", "stage", "plan", "provenance", "config", "archive", "compress", "io");
    room("kept", "io", "process", "chroot", "config", "store");
    room("cli.catalyst", below("cli.catalyst"));
    room("cli.report", below("cli.report"));
    room("cli.bootstrap", below("cli.bootstrap"));
    room("cli.options", below("cli.options"));
    room("cli", below("cli"));
    String[] engine = below("cli.catalyst");
    room("agent", engine);
    room("settings", with(engine, "agent"));
    room("build", with(engine, "agent", "settings"));
    room("steps", with(engine, "agent", "settings", "build"));
    room("pages.web", "root");
    room("pages.inside", with(engine, "agent", "settings", "build", "pages.web"));
    room("pages.build", with(engine, "agent", "build", "pages.inside"));
  }

  private static final Set<String> KNOW_JENKINS =
      Set.of("agent", "settings", "build", "steps", "pages.web", "pages.inside", "pages.build");

  private static JavaClasses classes;

  @BeforeClass
  public static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);
  }

  @Test
  public void eachPackageUsesOnlyWhatStandsBelowIt() {
    ROOMS.forEach(
        (room, allowed) -> {
          Set<String> own = new HashSet<>(allowed);
          own.add(room);
          noClasses()
              .that()
              .resideInAPackage(BASE + "." + room)
              .should()
              .dependOnClassesThat(
                  DescribedPredicate.describe(
                      "are of other packages of the project than " + own,
                      c -> c.getPackageName().startsWith(BASE) && !own.contains(room(c))))
              .check(classes);
        });
  }

  @Test
  public void onlyTheJenkinsLayerKnowsJenkins() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are of the engine or the command line", c -> !KNOW_JENKINS.contains(room(c))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(JENKINS)
        .check(classes);
  }

  @Test
  public void packagesFormNoCircle() {
    // What each uses is held above; so it is enough that this is known before it.
    Set<String> below = new HashSet<>();
    ROOMS.forEach(
        (room, allowed) -> {
          assertTrue(room + " uses " + allowed, below.containsAll(allowed));
          below.add(room);
        });
  }

  /** None is empty, none is left out, and each says what it is for. */
  @Test
  public void eachPackageIsKnownAndSaysWhatItIsFor() throws IOException {
    assertEquals(
        new TreeSet<>(ROOMS.keySet()),
        classes.stream()
            .filter(c -> !c.getSimpleName().equals("package-info"))
            .map(ArchitectureTest::room)
            .collect(toCollection(TreeSet::new)));
    for (String room : ROOMS.keySet()) {
      Path info = SOURCES.resolve(room.replace('.', '/')).resolve("package-info.java");
      assertTrue(info + " is missing", Files.isRegularFile(info));
    }
  }

  private static void room(String name, String... uses) {
    ROOMS.put(name, new HashSet<>(Arrays.asList(uses)));
  }

  /** All rooms named before this one. */
  private static String[] below(String name) {
    return ROOMS.keySet().stream().filter(room -> !room.equals(name)).toArray(String[]::new);
  }

  private static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static String room(JavaClass of) {
    String name = of.getPackageName();
    return name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
  }
}
