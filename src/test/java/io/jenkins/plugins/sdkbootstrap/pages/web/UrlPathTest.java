package io.jenkins.plugins.sdkbootstrap.pages.web;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public class UrlPathTest {

  private static RootPath latin1(String path) {
    return RootPath.of(path.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  public void ordinaryPathsStayReadable() {
    assertEquals("", UrlPath.encode(RootPath.ROOT));
    assertEquals("usr/lib/libstdc++.so.6", UrlPath.encode(RootPath.of("usr/lib/libstdc++.so.6")));
    assertEquals(RootPath.of("usr/bin"), UrlPath.decode("/usr/bin/"));
  }

  @Test
  public void everythingElseIsToldByByte() {
    assertEquals("~3cscript~3ealert~281~29", UrlPath.encode(RootPath.of("<script>alert(1)")));
    assertEquals("a~0ab~ff~20~22~27", UrlPath.encode(latin1("a\nb\u00ff \"'")));
    assertEquals("~7ex/~c3~a9~25~3f~23~3b~5c", UrlPath.encode(RootPath.of("~x/é%?#;\\")));
  }

  @Test
  public void aNameThatAsksForTheApiIsNoSuchQuestion() {
    assertEquals("usr/~61pi/json", UrlPath.encode(RootPath.of("usr/api/json")));
    assertEquals("~61pi", UrlPath.encode(RootPath.of("api")));
    assertEquals("apis/capi", UrlPath.encode(RootPath.of("apis/capi")));
    assertEquals(RootPath.of("usr/api/json"), UrlPath.decode("usr/~61pi/json"));
    ApiPath folder = new ApiPath("/usr/~61pi/api/json");
    assertEquals("/usr/~61pi", folder.path());
    assertEquals("/api/json", folder.suffix());
    assertEquals("/usr/~61pi/json", new ApiPath("/usr/~61pi/json").path());
  }

  @Test
  public void everyPathComesBackByteForByte() {
    Random random = new Random(2);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      RootPath path;
      try {
        path = RootPath.of(bytes);
      } catch (IllegalArgumentException e) {
        continue;
      }
      String spelled = UrlPath.encode(path);
      assertEquals(path, UrlPath.decode(spelled));
      assertTrue(spelled, spelled.matches("[A-Za-z0-9._+@,~/-]*"));
      // As browsers and servers do: nothing in it is taken for dots to be resolved.
      assertEquals("/a/" + spelled, URI.create("/a/" + spelled).normalize().toString());
      assertEquals(path, UrlPath.decode(new ApiPath("/" + spelled).path()));
    }
  }

  @Test
  public void whatIsTypedMeansItsUtf8() {
    assertEquals(RootPath.of("é x"), UrlPath.decode("é x"));
  }

  @Test
  public void refusesWhatSpellsNoPath() {
    for (String wrong : new String[] {"~", "a~4", "~zz", "~2e~2e/etc", "../etc"}) {
      assertThrows(wrong, IllegalArgumentException.class, () -> UrlPath.decode(wrong));
    }
  }
}
