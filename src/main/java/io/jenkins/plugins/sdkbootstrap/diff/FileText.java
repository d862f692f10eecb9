package io.jenkins.plugins.sdkbootstrap.diff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file's content as text, or the beginning of it.
 *
 * @param charset the detected encoding: UTF-8 if the bytes are valid, UTF-16 by its byte order
 *     mark, otherwise ISO 8859-1
 * @param text without a byte order mark
 * @param cut whether the file has more content
 */
public record FileText(Charset charset, String text, boolean cut) {

  /** Text in an 8-bit encoding has fewer control characters than this in a hundred bytes. */
  private static final int MOST_CONTROLS_PERCENT = 2;

  /**
   * Reads a file, or the beginning of it.
   *
   * @param content the file from its first byte; read to its end or to the limit
   * @param limit how many bytes to read at most
   * @return empty if it is not text
   */
  public static Optional<FileText> read(InputStream content, int limit) throws IOException {
    byte[] head = content.readNBytes(limit);
    return of(head, head.length == limit && content.read() >= 0);
  }

  /**
   * The text that these bytes are.
   *
   * @param cut whether they are the beginning of more
   */
  public static Optional<FileText> of(byte[] bytes, boolean cut) {
    if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
      return decode(bytes, 3, StandardCharsets.UTF_8, cut);
    }
    if (startsWith(bytes, 0xfe, 0xff)) {
      return decode(bytes, 2, StandardCharsets.UTF_16BE, cut);
    }
    if (startsWith(bytes, 0xff, 0xfe)) {
      return decode(bytes, 2, StandardCharsets.UTF_16LE, cut);
    }
    if (isBinary(bytes)) {
      return Optional.empty();
    }
    return decode(bytes, 0, StandardCharsets.UTF_8, cut)
        .or(() -> decode(bytes, 0, StandardCharsets.ISO_8859_1, cut));
  }

  /** The lines, each with the line feed at its end; the last may have none. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int feed = text.indexOf('\n', from);
      int to = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(from, to));
      from = to;
    }
    return lines;
  }

  /**
   * A line for a page: without its end, and with Unicode's pictures of control characters, which
   * are safe in XML and in a terminal.
   */
  public static String visible(String line) {
    String body = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    StringBuilder out = new StringBuilder(body.length());
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      boolean bidi = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
      boolean lone =
          Character.isHighSurrogate(c)
                  && (i + 1 == body.length() || !Character.isLowSurrogate(body.charAt(i + 1)))
              || Character.isLowSurrogate(c)
                  && (i == 0 || !Character.isHighSurrogate(body.charAt(i - 1)));
      if (c < ' ' && c != '\t') {
        out.append((char) ('\u2400' + c));
      } else if (c == 0x7f) {
        out.append('\u2421');
      } else if (c >= 0x80 && c < 0xa0 || c >= '\ufffe' || lone || bidi) {
        out.append('\ufffd');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBinary(byte[] bytes) {
    long controls = 0;
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
      boolean usual = b >= '\b' && b <= '\r' || b == 0x1b;
      if (b >= 0 && b < ' ' && !usual || b == 0x7f) {
        controls++;
      }
    }
    return controls * 100 > (long) bytes.length * MOST_CONTROLS_PERCENT;
  }

  private static Optional<FileText> decode(byte[] bytes, int from, Charset charset, boolean cut) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CharBuffer out = CharBuffer.wrap(new char[bytes.length - from + 1]);
    // Cut text may end in the middle of a character.
    CoderResult result = decoder.decode(in, out, !cut);
    if (result.isError()) {
      return Optional.empty();
    }
    String text = new String(Arrays.copyOf(out.array(), out.position()));
    return Optional.of(new FileText(charset, text, cut));
  }
}
