package io.jenkins.plugins.sdkbootstrap.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A signed provenance record: a DSSE envelope, as Sigstore's tools and in-toto use it. It is beside
 * the record, in {@code NAME.intoto.json.dsse}, and has the exact bytes of the record.
 */
public final class Envelope {

  /** The type of the payload: an in-toto statement. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** The largest envelope that is read, in bytes: Base64 makes four of three. */
  public static final int LARGEST = StageRecord.LARGEST / 3 * 4 + (1 << 20);

  private static final int MOST_SIGNATURES = 16;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final byte[] payload;
  private final List<byte[]> signatures;

  private Envelope(byte[] payload, List<byte[]> signatures) {
    this.payload = payload;
    this.signatures = signatures;
  }

  /** Signs a record. */
  public static Envelope sign(byte[] record, SigningKey key) {
    return new Envelope(record.clone(), List.of(key.sign(preAuthenticationEncoding(record))));
  }

  /**
   * Reads an envelope. Does not check the signatures.
   *
   * @param file its name, for messages only
   * @throws RecordException if it is not an envelope, or has unknown fields
   */
  public static Envelope parse(String file, byte[] json) throws RecordException {
    JsonFields envelope = JsonFields.of(file, RecordReader.parse(file, json, LARGEST));
    // No change in here may go unnoticed, so unknown fields are errors.
    envelope.only("payloadType", "payload", "signatures");
    if (!envelope.text("payloadType").equals(PAYLOAD_TYPE)) {
      throw envelope.wrong(
          "payloadType",
          "is " + Printable.quoted(envelope.text("payloadType")) + ", not " + PAYLOAD_TYPE);
    }
    byte[] payload = base64(envelope, "payload");
    List<byte[]> signatures = new ArrayList<>();
    for (JsonFields signature : envelope.objects("signatures")) {
      signature.only("keyid", "sig");
      if (signature.has("keyid")) {
        signature.text("keyid");
      }
      signatures.add(base64(signature, "sig"));
    }
    if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
      throw envelope.wrong("signatures", "must be 1 to " + MOST_SIGNATURES);
    }
    return new Envelope(payload, signatures);
  }

  /** Both alphabets of Base64 are allowed, but only the canonical text for these bytes. */
  private static byte[] base64(JsonFields fields, String field) throws RecordException {
    String text = fields.text(field);
    boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      byte[] bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
      Base64.Encoder encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
      if (encoder.encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // As bad as the other.
    }
    throw fields.wrong(field, "is not in Base64");
  }

  /** The envelope as JSON on one line without a line feed. The same envelope has the same bytes. */
  public byte[] toJson() {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("payloadType", PAYLOAD_TYPE);
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    for (byte[] signature : signatures) {
      envelope
          .withArray("signatures")
          .addObject()
          // Nobody may trust this hint; other tools also leave it empty.
          .put("keyid", "")
          .put("sig", Base64.getEncoder().encodeToString(signature));
    }
    try {
      return MAPPER.writeValueAsBytes(envelope);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes is always written", e);
    }
  }

  /** Whether it contains exactly the bytes of this record. */
  public boolean holds(byte[] record) {
    return Arrays.equals(payload, record);
  }

  /** The first of these keys that signed the content. */
  public Optional<VerifyingKey> signer(List<VerifyingKey> keys) {
    byte[] signed = preAuthenticationEncoding(payload);
    for (VerifyingKey key : keys) {
      for (byte[] signature : signatures) {
        if (key.accepts(signed, signature)) {
          return Optional.of(key);
        }
      }
    }
    return Optional.empty();
  }

  /** The signed bytes: type and content, each after its length. */
  static byte[] preAuthenticationEncoding(byte[] payload) {
    byte[] type = PAYLOAD_TYPE.getBytes(StandardCharsets.UTF_8);
    String head = "DSSEv1 " + type.length + " " + PAYLOAD_TYPE + " " + payload.length + " ";
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(head.length() + payload.length);
    encoded.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    encoded.writeBytes(payload);
    return encoded.toByteArray();
  }
}
