package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveSet;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the packages of a root as an SBOM: CycloneDX 1.6 in JSON. The same packages give the same
 * bytes: it has no time, and its serial number is made of its content.
 */
public final class Sbom {

  /** What the names of properties begin with that only this program has. */
  static final String PROPERTY = "sdk-bootstrap:";

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
    JsonText json = new JsonText().begin('{');
    json.field("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    json.field("bomFormat", "CycloneDX");
    json.field("specVersion", "1.6");
    json.field("serialNumber", "urn:uuid:" + serial);
    json.name("version").value(1);
    metadata(json, of);
    json.name("components").begin('[');
    Set<String> references = new HashSet<>(Set.of(ROOT));
    // Most packages have one of a few licenses.
    Map<List<String>, String> expressions = new HashMap<>();
    for (SdkPackage p : list.packages()) {
      component(json, p, references, expressions);
    }
    json.end(']');
    // What no package has is in the root, too; what is damaged is not even known.
    json.name("compositions").begin('[').begin('{');
    json.field("aggregate", list.damages().isEmpty() ? "unknown" : "incomplete");
    json.name("assemblies").begin('[').value(ROOT).end(']');
    return json.end('}').end(']').end('}').bytes();
  }

  private static void metadata(JsonText json, Subject of) {
    json.name("metadata").begin('{');
    json.name("tools").begin('{').name("components").begin('[').begin('{');
    json.field("type", "application").field("name", "sdk-bootstrap");
    json.end('}').end(']').end('}');
    json.name("component").begin('{');
    json.field("type", "operating-system").field("bom-ref", ROOT).field("name", of.name());
    text(json, "version", of.version());
    json.name("properties").begin('[');
    property(json, "arch", of.arch());
    property(json, "stage", of.stage() == 0 ? null : Integer.toString(of.stage()));
    json.end(']').end('}').end('}');
  }

  private static void component(
      JsonText json, SdkPackage p, Set<String> references, Map<List<String>, String> expressions) {
    json.begin('{').field("type", "library");
    String reference = p.purl().isEmpty() ? p.name() : p.purl();
    for (int i = 2; !references.add(reference); i++) {
      reference = (p.purl().isEmpty() ? p.name() : p.purl()) + "#" + i;
    }
    json.field("bom-ref", reference).field("name", p.name());
    text(json, "version", p.version());
    licenses(
        json, p.licenses(), expressions.computeIfAbsent(p.licenses(), LicenseText::expression));
    text(json, "purl", p.purl());
    json.name("properties").begin('[');
    property(json, "database", p.format().id());
    property(json, "arch", p.arch());
    property(json, "slot", p.slot());
    property(json, "origin", p.origin());
    property(json, "flags", String.join(" ", p.flags()));
    property(json, "size", Long.toString(p.size()));
    property(json, "files", Integer.toString(p.files()));
    json.end(']').end('}');
  }

  /** Either one expression or a list: the format has no list of expressions. */
  private static void licenses(JsonText json, List<String> licenses, String expression) {
    if (licenses.isEmpty()) {
      return;
    }
    json.name("licenses").begin('[');
    if (!expression.isEmpty() && !LicenseText.isId(expression)) {
      json.begin('{').field("expression", expression).end('}');
    } else {
      for (String license : licenses) {
        json.begin('{').name("license").begin('{');
        json.field(LicenseText.isId(license) ? "id" : "name", license);
        json.end('}').end('}');
      }
    }
    json.end(']');
  }

  private static void text(JsonText json, String field, String value) {
    if (value != null && !value.isEmpty()) {
      json.field(field, value);
    }
  }

  private static void property(JsonText json, String name, String value) {
    if (value != null && !value.isEmpty()) {
      json.begin('{').field("name", PROPERTY + name).field("value", value).end('}');
    }
  }
}
