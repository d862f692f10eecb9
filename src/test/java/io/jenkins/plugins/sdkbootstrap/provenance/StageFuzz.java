package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.elf.ElfFile;
import io.jenkins.plugins.sdkbootstrap.plan.Drift;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is held of any bytes at all that come as a record, a signed record or an sdk.yaml: they are
 * read, or refused by lines that say where. A fuzzer calls these with bytes of its own; {@code
 * FuzzCorpusTest} with those that it found before.
 */
public final class StageFuzz {

  private StageFuzz() {}

  private static void requireOneLine(String message) {
    if (message == null
        || message.isBlank()
        || message.codePoints().anyMatch(Character::isISOControl)
        || message.length() > 2000) {
      throw new AssertionError("no line: " + message);
    }
  }

  /** A record; one that is accepted is written as one that says the same. */
  public static void record(byte[] data) {
    StageRecord record;
    try {
      record = StageRecord.parse("r", data);
    } catch (RecordException e) {
      requireOneLine(e.getMessage());
      return;
    }
    try {
      StageRecord again = StageRecord.parse("r", record.toJson());
      if (!again.equals(record)) {
        throw new AssertionError("read " + record + ", written as " + again);
      }
    } catch (RecordException e) {
      throw new AssertionError("a record that is not read again", e);
    }
    Drift.lines(Samples.inputs(record.id().number()), record.inputs())
        .forEach(l -> requireOneLine(l));
    Drift.lines(record.inputs(), Samples.inputs(record.id().number()))
        .forEach(l -> requireOneLine(l));
  }

  /** A signed record; one that is accepted is written as one that says the same. */
  public static void envelope(byte[] data) {
    Envelope envelope;
    try {
      envelope = Envelope.parse("e", data);
    } catch (RecordException e) {
      requireOneLine(e.getMessage());
      return;
    }
    try {
      byte[] json = envelope.toJson();
      if (!Arrays.equals(json, Envelope.parse("e", json).toJson())) {
        throw new AssertionError("written in two ways");
      }
    } catch (RecordException e) {
      throw new AssertionError("an envelope that is not read again", e);
    }
  }

  /** An sdk.yaml. */
  public static void sdkYaml(byte[] data) {
    try {
      SdkConfig config = SdkConfig.parse("sdk.yaml", data);
      for (StageSpec stage : config.stages()) {
        if (stage.name().codePoints().anyMatch(Character::isISOControl)) {
          throw new AssertionError("a control character in " + stage.name());
        }
      }
      config.places().keySet().forEach(config::place);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> requireOneLine(problem.toString()));
    }
  }

  /** A file of a root, as link isolation looks at it: no bytes stop it. */
  public static void elf(byte[] data) throws IOException {
    ElfFile.read(new ByteArrayInputStream(data))
        .ifPresent(
            elf -> {
              if (elf.needed().size() > 4096) {
                throw new AssertionError("needs " + elf.needed().size() + " libraries");
              }
            });
  }

  /** A key; only whether there is one line. */
  public static void key(byte[] data) {
    String pem = new String(data, StandardCharsets.ISO_8859_1);
    try {
      SigningKey.parse("k", pem);
    } catch (KeyException e) {
      requireOneLine(e.getMessage());
    }
    try {
      VerifyingKey.parse("k", pem);
    } catch (KeyException e) {
      requireOneLine(e.getMessage());
    }
  }
}
