package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Events as docs/progress.schema.json has them. */
@Category(Mounts.class)
public class JsonProgressTest {

  private static final Path SCHEMA = Path.of("docs", "progress.schema.json");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static List<JsonNode> events(String err) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(SCHEMA));
    List<JsonNode> events = new ArrayList<>();
    for (String line : err.lines().filter(l -> l.startsWith("{")).toList()) {
      assertEquals(line, Set.of(), schema.validate(line, InputFormat.JSON));
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  private static String brief(JsonNode event) {
    return "%s %s %s%s"
        .formatted(
            event.path("event").asText(),
            event.path("stage").asText(),
            event.path("action").asText(),
            event.path("state").asText());
  }

  @Test
  public void tellsOfStagesAndWhatIsDoneInThem() throws Exception {
    TinySdk sdk = TinySdk.create(folder.getRoot().toPath());
    Outcome first = sdk.bootstrap("--progress", "json").requireDone();
    List<JsonNode> events = events(first.err());
    List<String> briefs = events.stream().map(JsonProgressTest::brief).toList();
    List<String> wanted =
        List.of(
            "stage-started 1 ",
            "action-started 1 unpack",
            "action-finished 1 unpack",
            "action-started 1 script",
            "action-finished 1 script",
            "action-finished 1 archive",
            "action-finished 1 record",
            "stage-finished 1 built",
            "stage-started 2 ");
    List<String> found = briefs.stream().filter(wanted::contains).toList();
    assertEquals(briefs.toString(), wanted, found);
    JsonNode unpacked = events.get(briefs.indexOf("action-finished 1 unpack"));
    assertEquals(unpacked.toString(), 100, unpacked.get("percent").asInt());
    assertTrue(unpacked.toString(), unpacked.get("bytes").asLong() > 0);
    assertFalse(events.get(0).toString(), events.get(0).has("lastSeconds"));
    List<JsonNode> again =
        events(sdk.bootstrap("--rebuild", "--progress=json", "--json").requireDone().err());
    JsonNode begun =
        again.stream().filter(e -> brief(e).equals("stage-started 1 ")).findFirst().orElseThrow();
    assertTrue(begun.toString(), begun.path("lastSeconds").asDouble(-1) >= 0);
  }

  @Test
  public void tellsOfAFailureAndTheLogWhereTheResultIsJson() throws Exception {
    TinySdk sdk = TinySdk.create(folder.getRoot().toPath());
    sdk.script(1, "echo '{looks like an event'\nexit 3\n");
    Outcome outcome = sdk.bootstrap("--progress", "json", "--json");
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    List<JsonNode> events = events(outcome.err());
    assertTrue(
        outcome.err(),
        events.stream().anyMatch(e -> e.path("line").asText().equals("{looks like an event")));
    assertTrue(
        outcome.err(), events.stream().anyMatch(e -> brief(e).equals("stage-finished 1 failed")));
  }
}
