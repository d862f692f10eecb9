package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Seeds that are signed as Gentoo and Flatcar sign theirs, by a key of this test, from a real
 * server on this machine.
 */
@Category(Mounts.class)
public class SeedSignatureTest {

  @Rule public final TinySdk sdk = new TinySdk();

  private SeedServer server;
  private Path home;
  private Path served;

  @Before
  public void signsAndServes() throws Exception {
    assumeTrue("needs gpg and gpgv", Tool.installed("gpg").isPresent());
    assumeTrue("needs gpg and gpgv", Tool.installed("gpgv").isPresent());
    home = Files.createDirectory(sdk.path("gnupg"));
    TinySdk.run("chmod", "700", home.toString());
    gpg("--quick-generate-key", "An SDK's publisher", "ed25519", "sign", "0");
    Files.writeString(sdk.path("keys.asc"), gpg("--armor", "--export"));
    served = Files.createDirectory(sdk.path("served"));
    Files.move(sdk.path("seed.tar"), served.resolve("seed.tar"));
    Path config = sdk.path("sdk.yaml");
    server = new SeedServer(sdk, served);
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "seed: seed.tar",
                "seed: {url: \"" + server.url("seed.tar") + "\", keyring: keys.asc}"));
  }

  @After
  public void stops() throws Exception {
    if (server != null) {
      server.close();
      TinySdk.run("gpgconf", "--homedir", home.toString(), "--kill", "all");
    }
  }

  @Test
  public void takesTheDigestOfASignedText() throws Exception {
    digests("seed.tar", "SHA512");
    gpg("--clearsign", "--output", file("signed"), file("seed.tar.DIGESTS"));
    Files.move(
        served.resolve("signed"),
        served.resolve("seed.tar.DIGESTS"),
        StandardCopyOption.REPLACE_EXISTING);
    Outcome plan = server.command("plan").requireDone();
    assertTrue(plan.toString(), plan.err().contains(", as the key " + fingerprint()));
    assertEquals("only what is small is fetched", 0, server.requests("seed.tar"));
    assertFalse("a plan changes nothing", Files.exists(sdk.path("store")));
    server.command("stage1").requireDone();
    requireRecord("sha512");
    assertEquals(1, server.requests("seed.tar"));
    server.command("stage1").requireDone();
    assertEquals("the seed is kept", 1, server.requests("seed.tar"));
  }

  @Test
  public void takesTheDigestOfASignedCopyOfDigests() throws Exception {
    digests("seed.tar", "MD5", "SHA1", "SHA512");
    gpg("--output", file("seed.tar.DIGESTS.asc"), "--clearsign", file("seed.tar.DIGESTS"));
    server.command("stage1").requireDone();
    requireRecord("sha512");
  }

  @Test
  public void takesTheDigestOfDigestsWithASignatureBeside() throws Exception {
    digests("seed.tar", "SHA256");
    gpg("--output", file("seed.tar.DIGESTS.sig"), "--detach-sign", file("seed.tar.DIGESTS"));
    server.command("stage1").requireDone();
    requireRecord("sha256");
  }

  @Test
  public void takesASeedWithASignatureBeside() throws Exception {
    gpg("--output", file("seed.tar.sig"), "--detach-sign", file("seed.tar"));
    server.command("stage1").requireDone();
    requireRecord("sha256");
    assertEquals("once, for the signature and for the stage", 1, server.requests("seed.tar"));
    Files.delete(served.resolve("seed.tar.sig"));
    gpg("--armor", "--output", file("seed.tar.asc"), "--detach-sign", file("seed.tar"));
    server.command("plan").requireDone();
  }

  @Test
  public void refusesWhatAnotherKeyHasSigned() throws Exception {
    gpg("--output", file("seed.tar.sig"), "--detach-sign", file("seed.tar"));
    String mine = fingerprint();
    gpg("--batch", "--yes", "--delete-secret-and-public-key", mine);
    gpg("--quick-generate-key", "Someone else", "ed25519", "sign", "0");
    Files.writeString(sdk.path("keys.asc"), gpg("--armor", "--export"));
    requireRefused(
        "the signature of "
            + server.url("seed.tar")
            + " cannot be trusted: it is of the key "
            + mine.substring(mine.length() - 16)
            + ", which is not in "
            + sdk.path("keys.asc"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.seeds"));
  }

  @Test
  public void refusesAKeyThatHasExpired() throws Exception {
    String then = "--faked-system-time";
    gpg(then, "20200101T000000", "--quick-generate-key", "Once", "ed25519", "sign", "10d");
    Files.writeString(sdk.path("keys.asc"), gpg("--armor", "--export"));
    gpg(
        then,
        "20200102T000000",
        "--local-user",
        "Once",
        "--output",
        file("seed.tar.sig"),
        "--detach-sign",
        file("seed.tar"));
    requireRefused(" has expired; fetch its publisher's keys again, or set seed.digest instead");
  }

  @Test
  public void refusesATextThatWasChanged() throws Exception {
    digests("seed.tar", "SHA512");
    gpg("--output", file("seed.tar.DIGESTS.asc"), "--clearsign", file("seed.tar.DIGESTS"));
    Path signed = served.resolve("seed.tar.DIGESTS.asc");
    Files.writeString(signed, Files.readString(signed).replaceFirst("(?m)^[0-9a-f]", "x"));
    requireRefused("seed.tar.DIGESTS cannot be trusted: it was made for other bytes");
  }

  @Test
  public void refusesWhatStandsBesideTheSignedText() throws Exception {
    digests("seed.tar.other", "SHA512");
    gpg("--output", file("seed.tar.DIGESTS.asc"), "--clearsign", file("seed.tar.DIGESTS"));
    digests("seed.tar", "SHA512");
    Files.writeString(
        served.resolve("seed.tar.DIGESTS.asc"),
        Files.readString(served.resolve("seed.tar.DIGESTS.asc"))
            + Files.readString(served.resolve("seed.tar.DIGESTS")));
    requireRefused(" has no SHA512 or SHA256 of 'seed.tar'");
  }

  @Test
  public void refusesWhatIsNotSigned() throws Exception {
    digests("seed.tar", "SHA512");
    requireRefused(
        "no signature covers the seed " + server.url("seed.tar") + ": there is no signed .DIGESTS");
    Files.delete(sdk.path("keys.asc"));
    Outcome outcome = server.command("plan");
    assertTrue(
        outcome.toString(),
        outcome.err().contains(": seed.keyring: '" + sdk.path("keys.asc") + "' does not exist"));
  }

  private void requireRefused(String line) throws Exception {
    Outcome outcome = server.command("stage1");
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    String last = outcome.err().lines().reduce((before, after) -> after).orElse("");
    assertTrue(outcome.toString(), last.contains(line));
  }

  private void requireRecord(String algorithm) throws Exception {
    JsonNode record = null;
    for (String name : sdk.names("store/tiny-sdk")) {
      if (name.startsWith("stage1-") && name.endsWith(".intoto.json")) {
        record = new ObjectMapper().readTree(sdk.path("store/tiny-sdk").resolve(name).toFile());
      }
    }
    JsonNode seed = record.at("/predicate/buildDefinition/resolvedDependencies/0");
    String sum = TinySdk.run(algorithm + "sum", file("seed.tar")).split(" ")[0];
    assertEquals(sum, seed.at("/digest/" + algorithm).textValue());
    assertEquals(server.url("seed.tar"), seed.at("/annotations/location").textValue());
    assertEquals("openpgp4fpr:" + fingerprint(), seed.at("/annotations/signer").textValue());
  }

  /** Writes DIGESTS as catalyst and Flatcar's scripts do, of a file and of another one. */
  private void digests(String name, String... algorithms) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String algorithm : algorithms) {
      String sum =
          TinySdk.run(algorithm.toLowerCase(Locale.ROOT) + "sum", file("seed.tar")).split(" ")[0];
      text.append("# ").append(algorithm).append(" HASH\n");
      text.append(sum).append("  ").append(name).append('\n');
      text.append("# ").append(algorithm).append(" HASH\n");
      text.append("0".repeat(sum.length())).append("  ").append(name).append(".CONTENTS.gz\n");
    }
    Files.writeString(served.resolve("seed.tar.DIGESTS"), text);
  }

  private String file(String name) {
    return served.resolve(name).toString();
  }

  private String fingerprint() throws Exception {
    return gpg("--with-colons", "--list-keys")
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .findFirst()
        .orElseThrow()
        .split(":")[9];
  }

  private String gpg(String... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--quiet",
                "--yes",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                ""));
    words.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(words + " failed");
    }
    return output;
  }
}
