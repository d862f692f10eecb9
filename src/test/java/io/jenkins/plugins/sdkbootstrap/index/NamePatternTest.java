package io.jenkins.plugins.sdkbootstrap.index;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class NamePatternTest {

  private static boolean matches(String pattern, String name) {
    return new NamePattern(pattern).matches(name.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  public void findsAPartOfAName() {
    assertTrue(matches("gcc", "x86_64-gcc-12"));
    assertTrue(matches("", "anything"));
    assertFalse(matches("gcc", "gc"));
    assertFalse(matches("GCC", "gcc"));
  }

  @Test
  public void matchesAGlobWithTheWholeName() {
    assertTrue(matches("*.so", "libc.so"));
    assertFalse(matches("*.so", "libc.so.6"));
    assertTrue(matches("lib*.so*", "libstdc++.so.6.0.30"));
    assertTrue(matches("*", ""));
    assertFalse(matches("?", ""));
    assertTrue(matches("a*b*c", "a-b-b-c"));
    assertFalse(matches("a*b*c", "a-b-b"));
  }

  @Test
  public void takesAQuestionMarkForOneCharacterOfAnyLength() {
    assertTrue(matches("?", "ä"));
    assertTrue(matches("?x", "€x"));
    assertFalse(matches("??", "ä"));
    byte[] invalid = {(byte) 0xff, 'x'};
    assertTrue(new NamePattern("?x").matches(invalid));
    assertTrue(new NamePattern("?").matches(new byte[] {(byte) 0xe2}));
  }

  @Test
  public void knowsClassesOfBytes() {
    assertTrue(matches("[abc]x", "bx"));
    assertTrue(matches("[a-c]x", "bx"));
    assertFalse(matches("[!a-c]x", "bx"));
    assertTrue(matches("[^a-c]x", "dx"));
    assertTrue(matches("[]]", "]"));
    assertTrue(matches("[!]]", "a"));
    assertTrue(matches("[a-]", "-"));
    assertTrue(matches("[", "["));
    assertFalse(matches("[a", "a"));
  }

  @Test
  public void endsSoonWhateverThePattern() {
    assertFalse(matches("a*".repeat(2000) + "b", "a".repeat(4000)));
  }
}
