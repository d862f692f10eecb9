package io.jenkins.plugins.sdkbootstrap.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class FileTextTest {

  private static FileText text(byte[] bytes) {
    return FileText.of(bytes, false).orElseThrow();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  public void guessesTheEncoding() {
    FileText utf8 = text("é€\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(StandardCharsets.UTF_8, utf8.charset());
    assertEquals("é€\n", utf8.text());
    FileText latin1 = text("caf\u00e9 au lait\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(StandardCharsets.ISO_8859_1, latin1.charset());
    assertEquals("café au lait\n", latin1.text());
    assertEquals("hi", text(bytes(0xef, 0xbb, 0xbf, 'h', 'i')).text());
    FileText little = text(bytes(0xff, 0xfe, 'h', 0, 'i', 0));
    assertEquals(StandardCharsets.UTF_16LE, little.charset());
    assertEquals("hi", little.text());
    assertEquals("hi", text(bytes(0xfe, 0xff, 0, 'h', 0, 'i')).text());
    assertEquals("", text(bytes()).text());
  }

  @Test
  public void tellsWhatIsNoText() throws IOException {
    assertEquals(Optional.empty(), FileText.of(bytes('a', 0, 'b'), false));
    assertEquals(Optional.empty(), FileText.of(bytes(1, 2, 3, 'a'), false));
    byte[] program = Files.readAllBytes(Path.of("/bin/sh"));
    assertEquals(Optional.empty(), FileText.of(program, false));
    // Half a UTF-16 character.
    assertEquals(Optional.empty(), FileText.of(bytes(0xff, 0xfe, 'h'), false));
  }

  @Test
  public void aCutInTheMiddleOfACharacterIsNoError() throws IOException {
    byte[] euros = "€€€€".getBytes(StandardCharsets.UTF_8);
    FileText cut = FileText.read(new ByteArrayInputStream(euros), 7).orElseThrow();
    assertTrue(cut.cut());
    assertEquals(StandardCharsets.UTF_8, cut.charset());
    assertEquals("€€", cut.text());
    FileText whole = FileText.read(new ByteArrayInputStream(euros), 12).orElseThrow();
    assertFalse(whole.cut());
    assertEquals("€€€€", whole.text());
  }

  @Test
  public void linesKeepTheirEnds() {
    assertEquals(List.of("a\n", "\n", "b"), text("a\n\nb".getBytes()).lines());
    assertEquals(List.of("a\r\n"), text("a\r\n".getBytes()).lines());
    assertEquals(List.of(), text(bytes()).lines());
  }

  @Test
  public void whatCannotBeSeenIsShownAsAPicture() {
    assertEquals("a\tb", FileText.visible("a\tb\n"));
    assertEquals("␛[31mred␍", FileText.visible("\u001b[31mred\r\n"));
    assertEquals("␡�", FileText.visible("\u007f\u0085"));
    // Marks that turn the direction of text hide what it says.
    assertEquals("�evil", FileText.visible("\u202eevil"));
    assertEquals("�", FileText.visible("\ud800"));
    assertEquals("😀", FileText.visible("😀"));
  }
}
