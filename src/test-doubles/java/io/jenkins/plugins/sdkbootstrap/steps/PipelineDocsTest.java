package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import groovy.lang.GroovyClassLoader;
import io.jenkins.plugins.sdkbootstrap.build.RetentionProperty;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Holds docs/pipeline.md against the code. */
public class PipelineDocsTest {

  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| .+ \\|");
  private static final Pattern EXAMPLE = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL);

  private static final Map<String, Class<?>> DOCUMENTED =
      Map.of(
          "bootstrapSdk", SdkBootstrapPlanStep.class,
          "unpackSeed", UnpackSeedStep.class,
          "chrootStage", ChrootStageStep.class,
          "archiveStageRoot", ArchiveStageRootStep.class,
          "removeStageRoot", RemoveStageRootStep.class,
          "sdkRetention", RetentionProperty.class);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static String page;

  @BeforeClass
  public static void read() throws Exception {
    page = Files.readString(Path.of("docs/pipeline.md"));
  }

  @Test
  public void documentsEveryParameterAndNoOther() {
    DOCUMENTED.forEach(
        (name, type) ->
            assertEquals(name, BoundStep.parameters(type), new TreeSet<>(rows(name, "parameter"))));
    assertEquals(
        new TreeSet<>(BoundStep.setters(SdkBootstrapConfiguration.class).keySet()),
        new TreeSet<>(rows("Configuration", "parameter")));
  }

  @Test
  public void documentsWhatStepsReturn() throws Exception {
    PipelineBuild build = new PipelineJob(folder.getRoot().toPath()).newBuild();
    MadeStage.in(build, 1);
    StageEntry stage = SdkBuildAction.of(build).getStages().get(0);
    assertEquals(
        new ArrayList<>(StageArchiving.returned(stage).keySet()), rows("archiveStageRoot", "key"));
  }

  @Test
  public void givesOnlyParametersThatThereAreInExamples() {
    Map<String, Set<String>> used = new LinkedHashMap<>();
    Matcher example = EXAMPLE.matcher(page);
    int examples = 0;
    while (example.find()) {
      examples++;
      collect(example.group(1), used);
    }
    assertTrue(examples >= 6);
    assertEquals(DOCUMENTED.keySet(), used.keySet());
    used.forEach(
        (step, names) -> {
          names.removeAll(BoundStep.parameters(DOCUMENTED.get(step)));
          assertEquals(step, Set.of(), names);
        });
  }

  @Test
  public void helpOfBootstrapSdkHasEveryParameter() throws Exception {
    String help;
    try (var in =
        BootstrapSdkVariable.class.getResourceAsStream("BootstrapSdkVariable/help.jelly")) {
      help = new String(in.readAllBytes());
    }
    Matcher term = Pattern.compile("<dt><code>(\\w+)</code></dt>").matcher(help);
    Set<String> terms = new TreeSet<>();
    while (term.find()) {
      terms.add(term.group(1));
    }
    assertEquals(BoundStep.parameters(SdkBootstrapPlanStep.class), terms);
  }

  @Test
  public void theVariableKnowsEveryParameterOfItsStep() throws Exception {
    Path source =
        Path.of("src/main/resources/io/jenkins/plugins/sdkbootstrap/steps/BootstrapSdk.groovy");
    Matcher list =
        Pattern.compile("PARAMETERS = \\[(.*?)]", Pattern.DOTALL).matcher(Files.readString(source));
    assertTrue(list.find());
    Set<String> known = new TreeSet<>();
    Matcher name = Pattern.compile("'(\\w+)'").matcher(list.group(1));
    while (name.find()) {
      known.add(name.group(1));
    }
    assertEquals(BoundStep.parameters(SdkBootstrapPlanStep.class), known);
  }

  /** The first column of a section's table with this heading. */
  private static List<String> rows(String section, String heading) {
    int start = page.indexOf("\n## " + section + "\n");
    assertFalse(section, start < 0);
    int end = page.indexOf("\n## ", start + 1);
    String text = page.substring(start, end < 0 ? page.length() : end);
    int table = text.indexOf("| " + heading + " | what |");
    assertFalse(section + " " + heading, table < 0);
    int after = text.indexOf("\n\n", table);
    List<String> names = new ArrayList<>();
    Matcher row = ROW.matcher(text.substring(table, after < 0 ? text.length() : after));
    while (row.find()) {
      names.add(row.group(1));
    }
    return names;
  }

  /** The names of arguments that a script gives to the plugin's steps. */
  private static void collect(String script, Map<String, Set<String>> used) {
    CompilationUnit unit =
        new CompilationUnit(new CompilerConfiguration(), null, new GroovyClassLoader());
    unit.addSource("Example.groovy", script);
    unit.compile(Phases.CONVERSION);
    unit.getAST()
        .getModules()
        .get(0)
        .getStatementBlock()
        .visit(
            new CodeVisitorSupport() {
              @Override
              public void visitMethodCallExpression(MethodCallExpression call) {
                String name = call.getMethodAsString();
                if (DOCUMENTED.containsKey(name)) {
                  names(call.getArguments(), used.computeIfAbsent(name, k -> new TreeSet<>()));
                }
                super.visitMethodCallExpression(call);
              }
            });
  }

  private static void names(Expression arguments, Set<String> names) {
    if (arguments instanceof TupleExpression tuple) {
      tuple.getExpressions().forEach(each -> names(each, names));
    } else if (arguments instanceof MapExpression map) {
      for (MapEntryExpression entry : map.getMapEntryExpressions()) {
        names.add(entry.getKeyExpression().getText());
      }
    }
  }
}
