package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.Terminal.Colour;
import io.jenkins.plugins.sdkbootstrap.provenance.VerifyingKey;
import io.jenkins.plugins.sdkbootstrap.verify.StageVerifier;
import io.jenkins.plugins.sdkbootstrap.verify.StageVerifier.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap-sdk verify}: whether archives are what they were. */
@Command(
    description = {
      "Verifies tarballs: provenance record, signature, index, CONTENTS, DIGESTS, and link isolation.",
      "Lists errors, and claims that nothing proves. Exit code 1: there are errors."
    })
final class VerifyCommand extends SdkCommand {

  @Parameters(paramLabel = "ARCHIVE", arity = "1..*", description = "The tarballs.")
  private List<Path> archives;

  @Option(
      names = "--chain",
      description = "Also verify the stages before each tarball, back to the seed.")
  private boolean chain;

  @Option(
      names = "--key",
      paramLabel = "PUB",
      description =
          "Public key in PEM that must have signed every provenance record. Can be given more than"
              + " once: then one of the keys must have signed it.")
  private List<Path> keys = new ArrayList<>();

  private record Json(
      String archive,
      boolean good,
      List<String> checked,
      List<String> findings,
      List<String> notProven) {

    static Json of(Result result) {
      return new Json(
          result.archive().toString(),
          result.isGood(),
          result.checked(),
          result.findings(),
          result.open());
    }
  }

  @Override
  protected int run(Console console) throws Exception {
    List<VerifyingKey> verifying = new ArrayList<>();
    for (Path key : keys) {
      verifying.add(VerifyingKey.read(key));
    }
    StageVerifier verifier = new StageVerifier(verifying, console.progress());
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
      console.json(results.stream().map(Json::of).toList());
    } else {
      for (Result result : results) {
        String against = String.join(", ", result.checked());
        console.say(
            (result.isGood() ? Colour.GOOD.out("good  ") : Colour.ERROR.out("BAD   "))
                + result.archive()
                + ": "
                + against);
        result.findings().forEach(line -> console.say("  " + line));
        result.open().forEach(line -> console.say("  not proven: " + line));
      }
    }
    return results.stream().allMatch(Result::isGood) ? Exit.DONE : Exit.FAILED;
  }
}
