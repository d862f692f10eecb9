package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static java.util.stream.Collectors.toCollection;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What docs/browse.md says of the API. */
public class ApiDocsTest {

  private static List<Class<?>> beans() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.sdkbootstrap.pages")
            .stream()
            .filter(c -> c.isAnnotatedWith(ExportedBean.class))
            .<Class<?>>map(JavaClass::reflect)
            .toList();
  }

  private static Set<String> exported() {
    return beans().stream()
        .flatMap(bean -> List.of(bean.getMethods()).stream())
        .filter(method -> method.isAnnotationPresent(Exported.class))
        .map(ApiDocsTest::name)
        .collect(toCollection(TreeSet::new));
  }

  /** The name by which Jenkins exports it. */
  private static String name(Method method) {
    String name = method.getAnnotation(Exported.class).name();
    return name.isEmpty()
        ? Introspector.decapitalize(method.getName().replaceFirst("^(get|is)", ""))
        : name;
  }

  @Test
  public void nameEveryPropertyThatIsExported() throws Exception {
    String docs = Files.readString(Path.of("docs/browse.md"));
    assertEquals(
        Set.of(),
        exported().stream()
            .filter(name -> !docs.contains("`" + name + "`") && !docs.contains("`" + name + "[]`"))
            .collect(toCollection(TreeSet::new)));
    assertTrue(exported().size() > 50);
  }

  @Test
  public void haveOneWordForAThing() throws Exception {
    Set<String> names = exported();
    names.retainAll(Set.of("artifact", "folder", "folders", "word", "sha"));
    assertEquals(Set.of(), names);
    assertEquals(
        List.of("tarball", "tarball"),
        List.of(
            name(StagePage.Facts.class.getMethod("tarball")),
            name(
                Class.forName("io.jenkins.plugins.sdkbootstrap.pages.build.StageRow")
                    .getMethod("tarball"))));
  }

  @Test
  public void nameThePropertyThatLimitsIndexes() throws Exception {
    String docs = Files.readString(Path.of("docs/browse.md"));
    assertTrue(docs.contains("`" + StageArchives.LIMIT_PROPERTY + "`"));
  }
}
