package io.jenkins.plugins.sdkbootstrap;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;

/** Holds what Jenkins expects of a plugin: who may call what over HTTP, and what is API. */
public class JenkinsLayerTest {

  private static final String POST = "org.kohsuke.stapler.verb.POST";
  private static final String RESTRICTED = "org.kohsuke.accmod.Restricted";

  /** Of these, annotated members are what Pipelines and Configuration as Code are written in. */
  private static final Set<String> API =
      Set.of(
          "steps.UnpackSeedStep",
          "steps.ChrootStageStep",
          "steps.ArchiveStageRootStep",
          "steps.RemoveStageRootStep",
          "steps.PrivilegedStep",
          "steps.StageMakingStep",
          "build.RetentionProperty",
          "settings.SdkBootstrapConfiguration");

  private static JavaClasses classes;

  @BeforeClass
  public static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                Stream.of("agent", "settings", "build", "steps", "pages")
                    .map(room -> ArchitectureTest.BASE + "." + room)
                    .toList());
  }

  private static Stream<JavaMethod> formMethods() {
    return classes.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.getName().matches("do(Check|Fill|AutoComplete)[A-Z].*"));
  }

  @Test
  public void formsAskByPostAndOnlyForThoseWhoMaySeeThem() {
    Set<String> asked = new TreeSet<>();
    formMethods()
        .forEach(
            method -> {
              asked.add(method.getFullName());
              assertTrue(method + " lacks @POST", method.isAnnotatedWith(POST));
              assertTrue(method + " checks no permission", checksPermission(method, 2));
            });
    assertTrue(asked.toString(), asked.size() > 10);
  }

  /** What changes something, too: all that is called over HTTP by its own name and is no page. */
  @Test
  public void whatIsPostedChecksAPermission() {
    classes.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(POST))
        .forEach(
            method -> assertTrue(method + " checks no permission", checksPermission(method, 2)));
  }

  /** Whether it, or what it calls of this project so many calls down, asks for a permission. */
  private static boolean checksPermission(JavaCodeUnit code, int depth) {
    for (JavaAccess<?> call : code.getCallsFromSelf()) {
      if (Set.of("checkPermission", "hasPermission").contains(call.getTarget().getName())) {
        return true;
      }
      if (depth > 0
          && call.getTargetOwner().getPackageName().startsWith(ArchitectureTest.BASE)
          && call.getTarget().resolveMember().orElse(null) instanceof JavaCodeUnit called
          && checksPermission(called, depth - 1)) {
        return true;
      }
    }
    return false;
  }

  @Test
  public void noClassIsOpenToOtherPluginsButTheApi() {
    assertEquals(
        new TreeSet<>(API),
        classes.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getEnclosingClass().isEmpty())
            .filter(type -> !isRestricted(type))
            .map(JavaClass::getName)
            .map(name -> name.substring(ArchitectureTest.BASE.length() + 1))
            .collect(toCollection(TreeSet::new)));
  }

  /** Bound properties and what Jenkins calls by its own types; the rest is for this plugin only. */
  @Test
  public void theApiHasNoMethodsOfOurOwn() {
    List<String> open =
        classes.stream()
            .filter(
                type ->
                    API.contains(
                        outermost(type).getName().substring(ArchitectureTest.BASE.length() + 1)))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !isRestricted(type))
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(method -> !isRestricted(method))
            .filter(method -> !isProperty(method) && !overrides(method))
            .map(JavaMethod::getFullName)
            .sorted()
            .toList();
    assertEquals(List.of(), open);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(JenkinsLayerTest::outermost).orElse(type);
  }

  private static boolean isRestricted(HasAnnotations<?> what) {
    return what.tryGetAnnotationOfType(RESTRICTED).isPresent();
  }

  private static boolean isProperty(JavaMethod method) {
    return method.isAnnotatedWith("org.kohsuke.stapler.DataBoundSetter")
        || method.getName().matches("(get|is)[A-Z].*")
            && method.getRawParameterTypes().isEmpty()
            && !method.getModifiers().contains(JavaModifier.STATIC);
  }

  private static boolean overrides(JavaMethod method) {
    return Stream.concat(
            method.getOwner().getAllRawSuperclasses().stream(),
            method.getOwner().getAllRawInterfaces().stream())
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && other.getRawParameterTypes().size() == method.getRawParameterTypes().size());
  }
}
