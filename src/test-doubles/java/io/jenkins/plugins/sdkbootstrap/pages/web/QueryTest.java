package io.jenkins.plugins.sdkbootstrap.pages.web;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class QueryTest {

  private static Query query(String name, String... values) {
    return new Query(Map.of(name, List.of(values)));
  }

  @Test
  public void takesAnIdAsItIsShown() {
    String decoded = "stage3-amd64-1.0 2026-11-26~sdk"; // what a server makes of a + in a query
    assertEquals("stage3-amd64-1.0+2026-11-26~sdk", query("against", decoded).id("against"));
    assertEquals("", query("other", "x").id("against"));
  }

  @Test
  public void refusesWhatIsNoNumberAndTextsWithoutEnd() {
    assertEquals(7, query("limit", " 7 ").number("limit", 1, 10));
    assertEquals(1, query("other", "7").number("limit", 1, 10));
    assertEquals("no more than there are", 10, query("limit", "11").number("limit", 1, 10));
    for (String wrong : List.of("-1", "x", "99999999999999")) {
      assertThrows(
          wrong,
          IllegalArgumentException.class,
          () -> query("limit", wrong).number("limit", 1, 10));
    }
    assertThrows(
        IllegalArgumentException.class, () -> query("name", "x".repeat(1 << 15)).text("name"));
  }

  @Test
  public void knowsATickedBox() {
    assertTrue(query("times", "on").isOn("times"));
    assertTrue(query("times", "true").isOn("times"));
    assertEquals(false, query("times", "").isOn("times"));
  }
}
