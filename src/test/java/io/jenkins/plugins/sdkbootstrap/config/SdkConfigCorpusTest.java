package io.jenkins.plugins.sdkbootstrap.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Holds the parser and docs/sdk.schema.json against the files in src/test/resources/sdk-yaml. A bad
 * one begins with what is expected of it: {@code # expect LINE:COLUMN KEY: the message's
 * beginning}.
 */
public class SdkConfigCorpusTest {

  private static final Path CORPUS = Path.of("src/test/resources/sdk-yaml");
  private static final Path SCHEMA = Path.of("docs/sdk.schema.json");
  private static final Pattern EXPECT = Pattern.compile("# expect (\\S+) (.*)");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
      List<Path> sorted = files.sorted().toList();
      assertFalse("no files in " + folder, sorted.isEmpty());
      return sorted;
    }
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(SCHEMA));
  }

  /** What a reader of YAML 1.2 sees; the parser under test has no part in it. */
  private static Set<ValidationMessage> schemaErrors(Path file) throws IOException {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new CoreSchema()).setAllowDuplicateKeys(true).build();
    Object document = new Load(settings).loadFromString(Files.readString(file));
    return schema().validate(MAPPER.valueToTree(document));
  }

  private static void assertProblems(Path file) throws IOException {
    List<String> expected = new ArrayList<>();
    Matcher matcher = EXPECT.matcher(Files.readString(file));
    while (matcher.find()) {
      String key = matcher.group(2).startsWith(": ") ? matcher.group(2) : ": " + matcher.group(2);
      expected.add("sdk.yaml:" + matcher.group(1) + key);
    }
    assertFalse(file + " does not say what is expected", expected.isEmpty());
    byte[] yaml = Files.readAllBytes(file);
    ConfigException e =
        assertThrows(
            file.toString(), ConfigException.class, () -> SdkConfig.parse("sdk.yaml", yaml));
    List<String> actual = e.problems().stream().map(ConfigProblem::toString).toList();
    String comparison = file + "\n" + String.join("\n", actual) + "\n";
    assertEquals(comparison, expected.size(), actual.size());
    for (String line : expected) {
      assertTrue(comparison + "lacks " + line, actual.stream().anyMatch(a -> a.startsWith(line)));
    }
    assertEquals("one line a problem", actual.size(), e.getMessage().lines().count());
  }

  @Test
  public void parserAndSchemaAcceptTheGoodFiles() throws Exception {
    for (Path file : files("good")) {
      SdkConfig.parse(file.toString(), Files.readAllBytes(file));
      assertEquals(file.toString(), Set.of(), schemaErrors(file));
    }
  }

  @Test
  public void parserNamesEveryProblemOfTheBadFilesAndTheSchemaRefusesThem() throws Exception {
    for (Path file : files("bad")) {
      assertProblems(file);
      assertFalse("the schema accepts " + file, schemaErrors(file).isEmpty());
    }
  }

  @Test
  public void parserFindsWhatNoSchemaCanSay() throws Exception {
    for (Path file : files("bad-beyond-schema")) {
      assertProblems(file);
      assertEquals(file.toString(), Set.of(), schemaErrors(file));
    }
  }

  @Test
  public void schemaHasTheParsersKeysAndNoOthers() throws Exception {
    JsonNode schema = MAPPER.readTree(SCHEMA.toFile());
    JsonNode properties = schema.at("/properties");
    JsonNode stage = schema.at("/$defs/stage");
    assertKeys(ConfigParser.KEYS, properties);
    assertKeys(ConfigParser.REPO_KEYS, properties.at("/repos/additionalProperties/properties"));
    assertKeys(
        ConfigParser.CACHE_KEYS, properties.at("/caches/additionalProperties/oneOf/1/properties"));
    assertKeys(StageParser.KEYS, stage.at("/properties"));
    assertKeys(StageParser.MOUNT_KEYS, stage.at("/properties/mounts/items/properties"));
    assertKeys(ConfigParser.LOGS_KEYS, schema.at("/$defs/logs/oneOf/1/properties"));
    Set<String> seed = new TreeSet<>();
    for (JsonNode form : properties.at("/seed/oneOf")) {
      form.path("properties").fieldNames().forEachRemaining(seed::add);
    }
    assertEquals(new TreeSet<>(ConfigParser.SEED_KEYS), seed);
    assertEquals(ConfigParser.REQUIRED, texts(schema.at("/required")));
    assertEquals(StageParser.REQUIRED, texts(stage.at("/required")));
  }

  @Test
  public void schemaHasTheParsersWordsPatternsAndDefaults() throws Exception {
    JsonNode schema = MAPPER.readTree(SCHEMA.toFile());
    JsonNode properties = schema.at("/properties");
    JsonNode defs = schema.at("/$defs");
    JsonNode stage = defs.at("/stage/properties");
    assertEquals(SdkConfig.PRIVILEGES, texts(properties.at("/privilege/enum")));
    assertEquals(ConfigParser.COMPRESSIONS, texts(properties.at("/compression/enum")));
    assertEquals(StageSpec.DEFAULT_CLEAN, texts(stage.at("/clean/default")));
    assertEquals(SdkConfig.DEFAULT_RELEASE, properties.at("/release/default").textValue());
    assertEquals(ConfigParser.LAST_EPOCH, properties.at("/sourceDateEpoch/maximum").longValue());
    assertEquals(StageParser.MOST, properties.at("/stages/maxItems").intValue());
    assertPattern(Names.SDK_NAME, properties.at("/name"));
    assertPattern(Names.ARCH, properties.at("/arch"));
    assertPattern(Names.NAME, properties.at("/release"));
    assertPattern(Names.NAME, defs.at("/name"));
    assertPattern(Names.PATH, defs.at("/path"));
    assertPattern(Names.MOUNT, defs.at("/mount"));
    assertPattern(Names.MOUNT_OF_DRIVER, defs.at("/mount/not"));
    assertPattern(Names.STAGE_NAME, stage.at("/name"));
    assertPattern(Names.ENV, stage.at("/env/propertyNames"));
    assertPattern(Names.ENV_OF_DRIVER, stage.at("/env/propertyNames/not"));
    assertPattern(Names.GLOB, stage.at("/clean/items"));
    assertPattern(Names.LOG_GLOB, defs.at("/logGlobs/items"));
  }

  private static void assertKeys(List<String> parser, JsonNode properties) {
    Set<String> schema = new TreeSet<>();
    properties.fieldNames().forEachRemaining(schema::add);
    assertEquals(new TreeSet<>(parser), schema);
  }

  private static void assertPattern(Pattern parser, JsonNode schema) {
    assertEquals(parser.pattern(), schema.path("pattern").asText());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.textValue()));
    return texts;
  }

  @Test
  public void everyLineOfTheCorpusIsUtf8() throws Exception {
    for (String folder : List.of("good", "bad", "bad-beyond-schema")) {
      for (Path file : files(folder)) {
        assertTrue(Files.readString(file, StandardCharsets.UTF_8).startsWith("# "));
      }
    }
  }
}
