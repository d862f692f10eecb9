package io.jenkins.plugins.sdkbootstrap.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.sdkbootstrap.io.ProgressEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/** Writes events as JSON, a line each, for other programs: see docs/command-line.md. */
public final class JsonProgress {

  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;

  public JsonProgress(PrintStream out) {
    this.out = out;
  }

  public void write(ProgressEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      text(json, "time", event.time());
      text(json, "event", event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      number(json, "stage", event.stage());
      text(json, "name", event.name());
      text(json, "state", event.state());
      text(json, "action", event.action());
      number(json, "bytes", event.bytes());
      number(json, "totalBytes", event.totalBytes());
      number(json, "percent", event.percent());
      seconds(json, "seconds", event.elapsed());
      seconds(json, "lastSeconds", event.last());
      text(json, "line", event.line());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string takes all
    }
    out.println(line);
    out.flush();
  }

  private static void text(JsonGenerator json, String field, Object value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value.toString());
    }
  }

  private static void number(JsonGenerator json, String field, Number value) throws IOException {
    if (value != null) {
      json.writeNumberField(field, value.longValue());
    }
  }

  private static void seconds(JsonGenerator json, String field, Duration value) throws IOException {
    if (value != null) {
      json.writeNumberField(field, value.toMillis() / 1000.0);
    }
  }
}
