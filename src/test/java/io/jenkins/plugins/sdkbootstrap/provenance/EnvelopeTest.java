package io.jenkins.plugins.sdkbootstrap.provenance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.Test;

public class EnvelopeTest {

  private static final byte[] RECORD = "{\"_type\": \"x\"}\n".getBytes(StandardCharsets.UTF_8);

  private static SigningKey signing(KeyPair pair) throws Exception {
    return SigningKey.parse("key.pem", KeyPairs.privatePem(pair));
  }

  private static VerifyingKey verifying(KeyPair pair) throws Exception {
    return VerifyingKey.parse("key.pub", KeyPairs.publicPem(pair));
  }

  private static Envelope parse(byte[] json) throws Exception {
    return Envelope.parse("r.dsse", json);
  }

  private static String refused(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    RecordException e = assertThrows(RecordException.class, () -> parse(bytes));
    assertEquals(1, e.getMessage().lines().count());
    return e.getMessage();
  }

  @Test
  public void signsByEveryKindOfKeyAndTellsKeysApart() throws Exception {
    for (String kind : List.of("Ed25519", "secp256r1", "secp384r1")) {
      KeyPair mine = KeyPairs.make(kind);
      KeyPair other = KeyPairs.make(kind);
      Envelope envelope = parse(Envelope.sign(RECORD, signing(mine)).toJson());
      assertTrue(kind, envelope.holds(RECORD));
      assertTrue(kind, envelope.signer(List.of(verifying(mine))).isPresent());
      assertFalse(kind, envelope.signer(List.of(verifying(other))).isPresent());
      VerifyingKey key = verifying(mine);
      assertEquals(key, envelope.signer(List.of(verifying(other), key)).orElseThrow());
    }
  }

  @Test
  public void signsTypeAndContentWithTheirLengths() {
    // As the protocol itself gives it as its example, for this type and content.
    assertEquals(
        "DSSEv1 28 application/vnd.in-toto+json 15 {\"_type\": \"x\"}\n",
        new String(Envelope.preAuthenticationEncoding(RECORD), StandardCharsets.UTF_8));
  }

  @Test
  public void isAnEnvelopeAsOtherToolsReadIt() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(Envelope.sign(RECORD, signing(KeyPairs.make("Ed25519"))).toJson());
    List<String> fields = new ArrayList<>();
    json.fieldNames().forEachRemaining(fields::add);
    assertEquals(List.of("payloadType", "payload", "signatures"), fields);
    assertEquals("application/vnd.in-toto+json", json.at("/payloadType").textValue());
    assertArrayEquals(RECORD, Base64.getDecoder().decode(json.at("/payload").textValue()));
    assertEquals("", json.at("/signatures/0/keyid").textValue());
    assertEquals(64, Base64.getDecoder().decode(json.at("/signatures/0/sig").textValue()).length);
  }

  @Test
  public void readsEnvelopesOfOtherTools() throws Exception {
    KeyPair pair = KeyPairs.make("secp256r1");
    JsonNode json = new ObjectMapper().readTree(Envelope.sign(RECORD, signing(pair)).toJson());
    String sig = json.at("/signatures/0/sig").textValue();
    String other =
        "{\n  \"signatures\": [ {\"sig\": \"AAAA\"}, {\"keyid\": \"who\", \"sig\": \""
            + sig.replace('+', '-').replace('/', '_')
            + "\"} ],\n  \"payload\": \""
            + json.at("/payload").textValue()
            + "\",\n  \"payloadType\": \"application/vnd.in-toto+json\"\n}\n";
    Envelope envelope = parse(other.getBytes(StandardCharsets.UTF_8));
    assertTrue(envelope.holds(RECORD));
    assertTrue(envelope.signer(List.of(verifying(pair))).isPresent());
  }

  @Test
  public void noticesAFlippedBitAnywhere() throws Exception {
    KeyPair pair = KeyPairs.make("Ed25519");
    VerifyingKey key = verifying(pair);
    byte[] whole = Envelope.sign(RECORD, signing(pair)).toJson();
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        Envelope envelope = parse(flipped);
        assertFalse(
            "bit " + bit, envelope.holds(RECORD) && envelope.signer(List.of(key)).isPresent());
      } catch (RecordException e) {
        assertTrue(e.getMessage(), e.getMessage().startsWith("r.dsse: "));
      }
    }
  }

  @Test
  public void refusesWhatIsNoEnvelope() {
    String sig = "\"signatures\":[{\"sig\":\"AAAA\"}]";
    String type = "\"payloadType\":\"application/vnd.in-toto+json\"";
    assertEquals("r.dsse: is not a JSON object", refused("[]"));
    assertEquals("r.dsse: payload is missing", refused("{" + type + "," + sig + "}"));
    assertEquals(
        "r.dsse: payloadType is 'text/html', not application/vnd.in-toto+json",
        refused("{\"payloadType\":\"text/html\",\"payload\":\"\"," + sig + "}"));
    assertEquals(
        "r.dsse: has an unknown field 'more'",
        refused("{" + type + ",\"payload\":\"\"," + sig + ",\"more\":1}"));
    assertEquals(
        "r.dsse: payload is not in Base64",
        refused("{" + type + ",\"payload\":\"A===\"," + sig + "}"));
    assertEquals(
        "two texts of the same bytes",
        "r.dsse: payload is not in Base64",
        refused("{" + type + ",\"payload\":\"AB==\"," + sig + "}"));
    assertEquals(
        "r.dsse: signatures must be 1 to 16",
        refused("{" + type + ",\"payload\":\"\",\"signatures\":[]}"));
    String many = String.join(",", java.util.Collections.nCopies(17, "{\"sig\":\"AAAA\"}"));
    assertEquals(
        "r.dsse: signatures must be 1 to 16",
        refused("{" + type + ",\"payload\":\"\",\"signatures\":[" + many + "]}"));
  }

  @Test
  public void refusesAnEnvelopeThatIsLargerThanAny() {
    byte[] large = new byte[Envelope.LARGEST + 1];
    Arrays.fill(large, (byte) ' ');
    RecordException e = assertThrows(RecordException.class, () -> parse(large));
    assertEquals("r.dsse: is larger than any record", e.getMessage());
  }
}
