package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.provenance.Envelope;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk sign}: puts a signed record beside a record. */
@Command(
    description = {
      "Signs provenance records with a private key.",
      "Writes NAME.intoto.json.dsse beside NAME.intoto.json, and replaces an older one.",
      "Writes nothing unless it can sign all."
    })
final class SignCommand extends SdkCommand {

  private static final String RECORD = ".intoto.json";

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Provenance record, or a tarball: its record must have the digest of the tarball.")
  private List<Path> names;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      required = true,
      description =
          "Private key: unencrypted PKCS#8 in PEM, as openssl genpkey writes it; Ed25519, ECDSA"
              + " P-256 or P-384.")
  private Path key;

  @Override
  protected int run(Console console) throws Exception {
    SigningKey signing = SigningKey.read(key);
    List<StagedFile> signed = new ArrayList<>();
    try {
      for (Path name : names) {
        sign(name, signing, signed);
      }
      StagedFile.commit(signed);
    } finally {
      for (StagedFile file : signed) {
        file.close();
      }
    }
    if (json()) {
      console.json(signed.stream().map(file -> file.target().toString()).toList());
    } else {
      signed.forEach(file -> console.say("signed " + file.target()));
    }
    return Exit.DONE;
  }

  private static void sign(Path name, SigningKey key, List<StagedFile> signed)
      throws IOException, InterruptedException, InputException {
    boolean isRecord = name.toString().endsWith(RECORD);
    ArchiveFiles files = isRecord ? ofRecord(name) : new ArchiveFiles(name);
    if (!isRecord && Compression.ofName(name.getFileName().toString()).isEmpty()) {
      throw new InputException(
          "cannot sign " + name + ": it is neither a record, NAME" + RECORD + ", nor a tarball");
    }
    byte[] json = SmallFile.read(files.record(), StageRecord.LARGEST + 1);
    // No signature under what is none of our records, or is of another tarball.
    StageRecord record = StageRecord.parse(files.record().toString(), json);
    if (!isRecord) {
      Digest actual = FileDigest.sha256(name);
      if (!actual.equals(record.tarball().sha256())) {
        throw new InputException(
            "not signed: %s is %s, but its record has %s"
                .formatted(name, actual, record.tarball().sha256()));
      }
    }
    StagedFile file = StagedFile.create(files.signedRecord());
    signed.add(file);
    file.stream().write(Envelope.sign(json, key).toJson());
  }

  private static ArchiveFiles ofRecord(Path record) {
    String name = record.getFileName().toString();
    String stem = name.substring(0, name.length() - RECORD.length());
    return new ArchiveFiles(record.resolveSibling(stem + Compression.ZSTD.suffix()));
  }
}
