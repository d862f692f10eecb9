package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.stage.StageVerifier;
import io.jenkins.plugins.sdkbootstrap.stage.StageVerifier.Result;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk verify}: whether archives are what they were. */
@Command(
    name = "verify",
    description = {
      "Verifies tarballs: record, index, CONTENTS, DIGESTS, link isolation.",
      "Exit code 1: something is wrong."
    },
    sortOptions = false)
final class VerifyCommand extends SdkCommand {

  @Parameters(paramLabel = "ARCHIVE", arity = "1..*", description = "The tarballs.")
  private List<Path> archives;

  @Option(
      names = "--chain",
      description = "Verify also what each was made from, stage by stage, up to the seed.")
  private boolean chain;

  VerifyCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  @Override
  int run(Console console) throws Exception {
    StageVerifier verifier = new StageVerifier(console.progress());
    List<Result> results = new ArrayList<>();
    for (Path archive : archives) {
      if (!Files.isRegularFile(archive)) {
        throw new InputException("nothing to verify: no file " + archive);
      }
      if (chain) {
        results.addAll(verifier.verifyChain(archive));
      } else {
        results.add(verifier.verify(archive));
      }
    }
    if (json()) {
      console.json(
          json -> {
            json.writeStartArray();
            for (Result result : results) {
              json.writeStartObject();
              json.writeStringField("archive", result.archive().toString());
              json.writeBooleanField("good", result.isGood());
              json.writeArrayFieldStart("checked");
              for (String line : result.checked()) {
                json.writeString(line);
              }
              json.writeEndArray();
              json.writeArrayFieldStart("findings");
              for (String line : result.findings()) {
                json.writeString(line);
              }
              json.writeEndArray();
              json.writeEndObject();
            }
            json.writeEndArray();
          });
    } else {
      for (Result result : results) {
        String against = String.join(", ", result.checked());
        console.say((result.isGood() ? "good  " : "BAD   ") + result.archive() + ": " + against);
        result.findings().forEach(line -> console.say("  " + line));
      }
    }
    return results.stream().allMatch(Result::isGood) ? Exit.DONE : Exit.FAILED;
  }
}
