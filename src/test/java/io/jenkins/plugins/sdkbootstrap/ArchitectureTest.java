package io.jenkins.plugins.sdkbootstrap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import org.junit.runner.RunWith;

/** Holds the arrows between the packages: the engine knows nothing of who drives it. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(
    packages = ArchitectureTest.BASE,
    importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {

  static final String BASE = "io.jenkins.plugins.sdkbootstrap";

  private static final String[] JENKINS = {
    "hudson..", "jenkins..", "com.cloudbees..", "org.jenkinsci..", "org.kohsuke.."
  };

  @ArchTest
  public static final ArchRule onlyTheJenkinsLayersKnowJenkins =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE + ".pipeline..", BASE + ".browse..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(JENKINS);

  @ArchTest public static final ArchRule archiveStandsAlone = uses("archive");

  @ArchTest
  public static final ArchRule chrootNeedsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(BASE + ".chroot..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", BASE + ".chroot..")
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule stageUsesArchiveAndChroot = uses("stage", "archive", "chroot");

  @ArchTest
  public static final ArchRule storeUsesStageAndArchive = uses("store", "stage", "archive");

  // With these there is no cycle: of the packages in this order, none uses a later one.

  @ArchTest
  public static final ArchRule cliUsesTheEngine =
      uses("cli", "archive", "chroot", "stage", "store");

  @ArchTest
  public static final ArchRule pipelineUsesTheEngine =
      uses("pipeline", "archive", "chroot", "stage", "store");

  @ArchTest
  public static final ArchRule browseUsesPipelineToo =
      uses("browse", "archive", "chroot", "stage", "store", "pipeline");

  /** A package may use itself, these, and whatever is not the project's. */
  private static ArchRule uses(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = BASE + "." + name + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = BASE + "." + others[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(BASE + "." + name + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of other packages of the project than " + String.join(", ", allowed),
                c ->
                    c.getPackageName().startsWith(BASE)
                        && Arrays.stream(allowed)
                            .noneMatch(a -> PackageMatcher.of(a).matches(c.getPackageName()))))
        .allowEmptyShould(true);
  }
}
