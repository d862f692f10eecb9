package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.provenance.KeyPairs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Signatures of a real bootstrap, and what verify says is proven. */
@Category(Mounts.class)
public class SignTest {

  @Rule public final TinySdk sdk = new TinySdk();

  private Path key;
  private Path pub;

  @Before
  public void makeSdk() throws Exception {
    Path directory = sdk.directory();
    KeyPair pair = KeyPairs.make("Ed25519");
    key = Files.writeString(directory.resolve("key.pem"), KeyPairs.privatePem(pair));
    pub = Files.writeString(directory.resolve("key.pub"), KeyPairs.publicPem(pair));
  }

  private Path beside(int stage, String suffix) {
    String name = sdk.tarball(stage).getFileName().toString();
    return sdk.tarball(stage).resolveSibling(name.replace(".tar.zst", suffix));
  }

  private Path release(String suffix) {
    return sdk.path(
        "store/tiny-sdk/tiny-sdk-"
            + System.getProperty("os.arch")
            + "-"
            + TinySdk.VERSION
            + suffix);
  }

  private Outcome verify(Path archive) {
    return TinySdk.command("verify", "--chain", "--key", pub.toString(), archive.toString());
  }

  @Test
  public void signsEveryRecordAsItIsMade() throws Exception {
    sdk.bootstrap("--sign-key", key.toString()).requireDone();
    Outcome good = verify(release(".tar.zst")).requireDone();
    assertEquals(
        good.toString(),
        3,
        good.out().lines().filter(l -> l.contains("signature by " + pub)).count());
    assertFalse(good.toString(), good.out().contains("signed: "));
  }

  @Test
  public void showsTheKeyToNoStageAndNoFile() throws Exception {
    sdk.script(1, "ls -l /proc/self/fd /tmp; cat /proc/self/environ\n");
    Outcome outcome = sdk.bootstrap("--sign-key", key.toString()).requireDone();
    String secret = Files.readAllLines(key).get(1);
    assertFalse(outcome.toString().contains(secret));
    assertFalse(outcome.toString(), outcome.toString().contains("key.pem"));
    for (String name : sdk.names("store/tiny-sdk")) {
      Path file = sdk.path("store/tiny-sdk").resolve(name);
      if (Files.isRegularFile(file)) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(name, bytes.contains(secret) || bytes.contains("key.pem"));
      }
    }
  }

  @Test
  public void signsWhatIsThereAlready() throws Exception {
    sdk.bootstrap().requireDone();
    Outcome unsigned = verify(sdk.tarball(3));
    assertEquals(unsigned.toString(), Exit.FAILED, unsigned.status());
    assertTrue(
        unsigned.toString(), unsigned.out().contains("it is not signed, there is no stage3"));
    Outcome signed =
        TinySdk.command(
                "sign",
                "--key",
                key.toString(),
                beside(1, ".intoto.json").toString(),
                sdk.tarball(2).toString(),
                sdk.tarball(3).toString())
            .requireDone();
    assertEquals(signed.toString(), 3, signed.out().lines().count());
    verify(sdk.tarball(3)).requireDone();
  }

  /** By that record, the stage before it would be the same one, and so on without an end. */
  @Test(timeout = 300_000)
  public void aChainEndsAtTheRecordOfAnotherStage() throws Exception {
    sdk.bootstrap().requireDone();
    Files.copy(
        beside(3, ".intoto.json"), beside(2, ".intoto.json"), StandardCopyOption.REPLACE_EXISTING);
    Outcome refused = TinySdk.command("verify", "--chain", sdk.tarball(3).toString());
    assertEquals(refused.toString(), Exit.FAILED, refused.status());
    assertTrue(
        refused.toString(), refused.out().contains(": it is the record of tiny-sdk/stage3-"));
  }

  @Test
  public void signsNothingOfAnotherTarball() throws Exception {
    sdk.bootstrap().requireDone();
    Files.copy(sdk.tarball(1), sdk.path("other.tar.zst"));
    Files.copy(beside(2, ".intoto.json"), sdk.path("other.intoto.json"));
    Outcome refused =
        TinySdk.command(
            "sign",
            "--key",
            key.toString(),
            sdk.tarball(3).toString(),
            sdk.path("other.tar.zst").toString());
    assertEquals(refused.toString(), Exit.WRONG_INPUT, refused.status());
    assertTrue(refused.toString(), refused.err().contains("not signed: "));
    assertFalse(Files.exists(beside(3, ".intoto.json.dsse")));
    assertEquals(
        List.of(),
        sdk.names("store/tiny-sdk").stream().filter(n -> n.contains("partial")).toList());
  }

  @Test
  public void leavesASignedRecordAsItIsWhenItsStageIsReused() throws Exception {
    sdk.bootstrap("stage1", "--sign-key", key.toString()).requireDone();
    byte[] record = Files.readAllBytes(beside(1, ".intoto.json"));
    sdk.script(1, "true\n");
    sdk.bootstrap("--sign-key", key.toString()).requireDone();
    assertEquals(new String(record), Files.readString(beside(1, ".intoto.json")));
    assertTrue(Files.readString(beside(2, ".intoto.json")).contains("script"));
    verify(sdk.tarball(3)).requireDone();
  }

  @Test
  public void signsNoRecordThatIsOnlyReused() throws Exception {
    sdk.bootstrap("stage1").requireDone();
    sdk.script(1, "true\n");
    sdk.bootstrap("--sign-key", key.toString()).requireDone();
    assertFalse(Files.exists(beside(1, ".intoto.json.dsse")));
    assertTrue(Files.exists(beside(2, ".intoto.json.dsse")));
  }

  @Test
  public void removesTheSignatureWithItsStage() throws Exception {
    sdk.bootstrap("--sign-key", key.toString()).requireDone();
    sdk.bootstrap("--rebuild").requireDone();
    assertEquals(
        List.of(), sdk.names("store/tiny-sdk").stream().filter(n -> n.endsWith(".dsse")).toList());
    sdk.bootstrap("--rebuild", "--sign-key", key.toString()).requireDone();
    assertTrue(Files.exists(release(".intoto.json.dsse")));
  }

  @Test
  public void refusesAKeyBeforeAnyWork() throws Exception {
    Outcome outcome = sdk.bootstrap("--sign-key", pub.toString());
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertEquals(
        "bootstrap-sdk: " + pub + ": is a PUBLIC KEY, where a PRIVATE KEY is needed\n",
        outcome.err());
    assertFalse(Files.exists(sdk.path("store")));
  }

  @Test
  public void saysWhatIsNotProven() throws Exception {
    sdk.bootstrap().requireDone();
    Outcome outcome = TinySdk.command("verify", "--chain", sdk.tarball(3).toString());
    outcome.requireDone();
    for (String line :
        List.of(
            "the record is not signed: anyone who can write to the store could have forged it",
            "repository base: no commit is on record, only the digest of its files",
            "the seed: it is not here, only its digest is known",
            "what the script took from the network",
            "link isolation: the stage was not isolated")) {
      assertTrue(line, outcome.out().lines().anyMatch(("  not proven: " + line)::equals));
    }
    Files.copy(sdk.path("seed.tar"), sdk.path("store/tiny-sdk/seed.tar"));
    Outcome withSeed = TinySdk.command("verify", "--chain", sdk.tarball(3).toString());
    assertTrue(withSeed.toString(), withSeed.requireDone().out().contains("its seed seed.tar"));
    assertTrue(
        withSeed.toString(),
        withSeed
            .out()
            .contains("not proven: what the seed was made from: it has no provenance record"));
    Files.writeString(sdk.path("store/tiny-sdk/seed.tar"), "another");
    Outcome otherSeed = TinySdk.command("verify", "--chain", sdk.tarball(3).toString());
    assertEquals(otherSeed.toString(), Exit.FAILED, otherSeed.status());
    assertTrue(otherSeed.toString(), otherSeed.out().contains("  seed.tar: the seed is sha256:"));
  }

  @Test
  public void saysThatARepositoryWasDirtyAndTheNetworkOpen() throws Exception {
    Assume.assumeTrue("needs git", hasGit());
    TinySdk.run(
        "sh",
        "-ec",
        "cd \"$1\"; git init -q; git add .; git -c user.name=a -c user.email=a@b commit -qm x;"
            + " echo 2 >>version",
        "sh",
        sdk.path("repo").toString());
    sdk.write("sdk.yaml", sdk.read("sdk.yaml").replace(", network: false", ""));
    sdk.bootstrap().requireDone();
    Outcome outcome = TinySdk.command("verify", sdk.tarball(2).toString()).requireDone();
    assertTrue(
        outcome.toString(),
        outcome.out().contains("not proven: repository base was dirty: its files were not those"));
    assertTrue(
        outcome.toString(),
        outcome.out().contains("not proven: what the script took from the network"));
  }

  private static boolean hasGit() {
    return Files.isExecutable(Path.of("/usr/bin/git"));
  }

  @Test
  public void namesTheFileInWhichAByteWasChanged() throws Exception {
    sdk.bootstrap("--sign-key", key.toString()).requireDone();
    for (int stage = 1; stage <= 3; stage++) {
      for (String suffix :
          List.of(
              ".tar.zst",
              ".mtree.zst",
              ".tar.zst.CONTENTS.gz",
              ".tar.zst.DIGESTS",
              ".intoto.json",
              ".intoto.json.dsse")) {
        Path file = beside(stage, suffix);
        byte[] whole = Files.readAllBytes(file);
        // The first and last bytes (magic numbers; the seek table's end), and some in between.
        int[] places = {
          0, 5, whole.length / 3, whole.length / 2, whole.length - 12, whole.length - 1
        };
        for (int place : places) {
          byte[] changed = whole.clone();
          changed[place] ^= (byte) (1 << place % 7);
          Files.write(file, changed);
          String what = file.getFileName() + ", byte " + place;
          Outcome outcome = verify(sdk.tarball(3));
          assertEquals(what + "\n" + outcome, Exit.FAILED, outcome.status());
          String name = "  " + file.getFileName() + ": ";
          assertTrue(
              what + "\n" + outcome, outcome.out().lines().anyMatch(l -> l.startsWith(name)));
        }
        Files.write(file, whole);
      }
    }
    verify(sdk.tarball(3)).requireDone();
  }

  @Test
  public void isVerifiedByOpensslForEveryKindOfKey() throws Exception {
    Assume.assumeTrue("needs openssl", Files.isExecutable(Path.of("/usr/bin/openssl")));
    sdk.bootstrap("stage1").requireDone();
    for (String[] kind :
        new String[][] {
          {"-algorithm ed25519", "openssl pkeyutl -verify -pubin -inkey pub -rawin"},
          {"-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "openssl dgst -sha256 -verify pub"},
          {"-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "openssl dgst -sha384 -verify pub"}
        }) {
      TinySdk.run(
          "sh",
          "-ec",
          "cd \"$1\"; openssl genpkey " + kind[0] + " -out k; openssl pkey -in k -pubout -out pub",
          "sh",
          sdk.path("").toString());
      TinySdk.command("sign", "--key", sdk.path("k").toString(), sdk.tarball(1).toString())
          .requireDone();
      JsonNode json = new ObjectMapper().readTree(beside(1, ".intoto.json.dsse").toFile());
      byte[] payload = Base64.getDecoder().decode(json.at("/payload").textValue());
      ByteArrayOutputStream signed = new ByteArrayOutputStream();
      signed.writeBytes(
          ("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ").getBytes());
      signed.writeBytes(payload);
      Files.write(sdk.path("pae"), signed.toByteArray());
      Files.write(
          sdk.path("sig"), Base64.getDecoder().decode(json.at("/signatures/0/sig").textValue()));
      boolean dgst = kind[1].contains("dgst");
      String said =
          TinySdk.run(
              "sh",
              "-ec",
              "cd \"$1\"; " + kind[1] + (dgst ? " -signature sig pae" : " -sigfile sig -in pae"),
              "sh",
              sdk.path("").toString());
      assertTrue(said, said.contains("Verified OK") || said.contains("Verified Successfully"));
      TinySdk.command("verify", "--key", sdk.path("pub").toString(), sdk.tarball(1).toString())
          .requireDone();
      assertTrue(new String(payload).contains("\"byproducts\""));
    }
  }

  @Test
  public void acceptsTheSignatureThatOpensslMade() throws Exception {
    Assume.assumeTrue("needs openssl", Files.isExecutable(Path.of("/usr/bin/openssl")));
    sdk.bootstrap("stage1").requireDone();
    byte[] payload = Files.readAllBytes(beside(1, ".intoto.json"));
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(
        ("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ").getBytes());
    signed.writeBytes(payload);
    Files.write(sdk.path("pae"), signed.toByteArray());
    TinySdk.run(
        "sh",
        "-ec",
        "cd \"$1\"; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k;"
            + " openssl pkey -in k -pubout -out pub; openssl dgst -sha256 -sign k -out sig pae",
        "sh",
        sdk.path("").toString());
    Base64.Encoder base64 = Base64.getEncoder();
    Files.writeString(
        beside(1, ".intoto.json.dsse"),
        "{\"payload\":\""
            + base64.encodeToString(payload)
            + "\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[{\"sig\":\""
            + base64.encodeToString(Files.readAllBytes(sdk.path("sig")))
            + "\"}]}");
    TinySdk.command("verify", "--key", sdk.path("pub").toString(), sdk.tarball(1).toString())
        .requireDone();
  }
}
