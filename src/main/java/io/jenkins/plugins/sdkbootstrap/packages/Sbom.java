package io.jenkins.plugins.sdkbootstrap.packages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveSet;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the packages of a root as an SBOM: CycloneDX 1.6 in JSON. The same packages give the same
 * bytes: it has no time, and its serial number is made of its content.
 */
public final class Sbom {

  private static final String PROPERTY = "sdk-bootstrap:";
  private static final String ROOT = "sdk";
  private static final int MOST_NOTES = 20;

  /** As long as a serial number; its place is taken by one that is made of the rest. */
  private static final String NO_SERIAL = new UUID(0, 0).toString();

  private Sbom() {}

  /**
   * What the SBOM is of.
   *
   * @param name the SDK's name
   * @param version its version; null where that is not known
   * @param arch its architecture; null where that is not known
   * @param stage the number of the stage; 0 where that is not known
   */
  public record Subject(String name, String version, String arch, int stage) {}

  /**
   * Puts the SBOM beside an archive that was just made; where the root has no package database,
   * there is none.
   *
   * @param progress hears what of the databases could not be read
   * @return its SHA-256
   */
  public static Optional<Digest> add(
      PackageList list, Subject of, ArchiveSet set, ArchiveFiles files, Progress progress)
      throws IOException {
    list.damages().stream().limit(MOST_NOTES).forEach(d -> progress.note("packages: " + d));
    if (list.damages().size() > MOST_NOTES) {
      progress.note("packages: and " + (list.damages().size() - MOST_NOTES) + " more such lines");
    }
    return list.packages().isEmpty()
        ? Optional.empty()
        : Optional.of(set.add(files.sbom(), write(list, of)));
  }

  /** The SBOM's bytes. */
  public static byte[] write(PackageList list, Subject of) {
    byte[] sbom = write(list, of, NO_SERIAL);
    ByteBuffer hash = ByteBuffer.wrap(Digest.newSha256().digest(sbom));
    // RFC 9562: version 8, of which only these bits are not free.
    UUID serial =
        new UUID(hash.getLong() & ~0xf000L | 0x8000L, hash.getLong() << 2 >>> 2 | 1L << 63);
    byte[] bytes = serial.toString().getBytes(StandardCharsets.US_ASCII);
    // The first of the file's fields that has it: nothing of a package comes before.
    int at = new String(sbom, StandardCharsets.ISO_8859_1).indexOf(NO_SERIAL);
    System.arraycopy(bytes, 0, sbom, at, bytes.length);
    return sbom;
  }

  private static byte[] write(PackageList list, Subject of, String serial) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentObjectsWith(indenter);
      printer.indentArraysWith(indenter);
      json.setPrettyPrinter(printer);
      json.writeStartObject();
      json.writeStringField("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
      json.writeStringField("bomFormat", "CycloneDX");
      json.writeStringField("specVersion", "1.6");
      json.writeStringField("serialNumber", "urn:uuid:" + serial);
      json.writeNumberField("version", 1);
      metadata(json, of);
      json.writeArrayFieldStart("components");
      Set<String> references = new HashSet<>(Set.of(ROOT));
      for (SdkPackage p : list.packages()) {
        component(json, p, references);
      }
      json.writeEndArray();
      // What no package has is in the root, too; what is damaged is not even known.
      json.writeArrayFieldStart("compositions");
      json.writeStartObject();
      json.writeStringField("aggregate", list.damages().isEmpty() ? "unknown" : "incomplete");
      json.writeArrayFieldStart("assemblies");
      json.writeString(ROOT);
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("into memory", e);
    }
    return out.toByteArray();
  }

  private static void metadata(JsonGenerator json, Subject of) throws IOException {
    json.writeObjectFieldStart("metadata");
    json.writeObjectFieldStart("tools");
    json.writeArrayFieldStart("components");
    json.writeStartObject();
    json.writeStringField("type", "application");
    json.writeStringField("name", "sdk-bootstrap");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeObjectFieldStart("component");
    json.writeStringField("type", "operating-system");
    json.writeStringField("bom-ref", ROOT);
    json.writeStringField("name", of.name());
    text(json, "version", of.version());
    properties(
        json,
        new String[] {"arch", of.arch()},
        new String[] {"stage", of.stage() == 0 ? null : Integer.toString(of.stage())});
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void component(JsonGenerator json, SdkPackage p, Set<String> references)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "library");
    String reference = p.purl().isEmpty() ? p.name() : p.purl();
    for (int i = 2; !references.add(reference); i++) {
      reference = (p.purl().isEmpty() ? p.name() : p.purl()) + "#" + i;
    }
    json.writeStringField("bom-ref", reference);
    json.writeStringField("name", p.name());
    text(json, "version", p.version());
    licenses(json, p.licenses());
    text(json, "purl", p.purl());
    properties(
        json,
        new String[] {"database", p.format().word()},
        new String[] {"arch", p.arch()},
        new String[] {"slot", p.slot()},
        new String[] {"origin", p.origin()},
        new String[] {"flags", String.join(" ", p.flags())},
        new String[] {"size", Long.toString(p.size())},
        new String[] {"files", Integer.toString(p.files())});
    json.writeEndObject();
  }

  /** Either one expression or a list: the format has no list of expressions. */
  private static void licenses(JsonGenerator json, List<String> licenses) throws IOException {
    String expression = LicenseText.expression(licenses);
    if (licenses.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("licenses");
    if (!expression.isEmpty() && !LicenseText.isId(expression)) {
      json.writeStartObject();
      json.writeStringField("expression", expression);
      json.writeEndObject();
    } else {
      for (String license : licenses) {
        json.writeStartObject();
        json.writeObjectFieldStart("license");
        json.writeStringField(LicenseText.isId(license) ? "id" : "name", license);
        json.writeEndObject();
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String field, String value) throws IOException {
    if (value != null && !value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }

  private static void properties(JsonGenerator json, String[]... properties) throws IOException {
    json.writeArrayFieldStart("properties");
    for (String[] property : properties) {
      if (property[1] != null && !property[1].isEmpty()) {
        json.writeStartObject();
        json.writeStringField("name", PROPERTY + property[0]);
        json.writeStringField("value", property[1]);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }
}
