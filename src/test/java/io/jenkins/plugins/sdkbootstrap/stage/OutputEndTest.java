package io.jenkins.plugins.sdkbootstrap.stage;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;

/** What is remembered of a script's output. */
public class OutputEndTest {

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final OutputEnd end = new OutputEnd(log);

  @Test
  public void remembersTheLastLinesThatSaySomething() throws IOException {
    for (int i = 1; i <= 100; i++) {
      write("line " + i + "\n\n");
    }
    write("the end");
    List<String> lines = end.lines();
    assertEquals(OutputEnd.LINES, lines.size());
    assertEquals("line 90", lines.get(0));
    assertEquals("the end", lines.get(OutputEnd.LINES - 1));
  }

  @Test
  public void passesEveryByteOn() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    end.write(bytes);
    assertArrayEquals(bytes, log.toByteArray());
    for (String line : end.lines()) {
      assertTrue(line, line.codePoints().noneMatch(Character::isISOControl));
    }
  }

  @Test
  public void showsNoTerminalCode() throws IOException {
    write("\u001b[01;31m\u001b[Kerror:\u001b[m\u001b[K bad\r\n");
    write("\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\b\u001b(Bc\u009b2Jd\n");
    write("10%\r20%\r\u001b[K30% done\r\n");
    write("\u001b]2;never ended\n");
    write("\u202eevil\u200b \b\b\u0000x\n");
    write("half \u001b[");
    assertEquals(List.of("error: bad", "abcd", "30% done", "evil x", "half"), end.lines());
  }

  @Test
  public void remembersNoLineWithoutEnd() throws IOException {
    byte[] much = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    end.write(much);
    assertEquals(List.of("x".repeat(OutputEnd.WIDTH) + "..."), end.lines());
  }

  @Test
  public void namesThePackageThatFailed() throws IOException {
    write(
        """
        \u001b[32m*\u001b[0m IMPORTANT
         \u001b[31;01m*\u001b[0m ERROR: sys-devel/gcc-13.3.1_p20241220::gentoo failed (compile phase):
         * ERROR: sys-apps/other-1::gentoo failed:
        >>> Failed to emerge sys-devel/gcc-13.3.1_p20241220 for /tmp/stage1root/, Log file:
        """);
    assertEquals(Optional.of("sys-devel/gcc-13.3.1_p20241220 (compile)"), end.failedPackage());
  }

  @Test
  public void namesThePackageThatEmergeCouldNotInstall() throws IOException {
    write(">>> Failed to emerge app-shells/bash-5.2_p37, Log file:\n");
    assertEquals(Optional.of("app-shells/bash-5.2_p37"), end.failedPackage());
  }

  @Test
  public void namesNoPackageWhereNoneIsNamed() throws IOException {
    write("ERROR: it failed\n * ERROR: ../../etc/passwd failed\n * ERROR: a/b\u0007;x failed\n");
    assertEquals(Optional.empty(), end.failedPackage());
  }

  private void write(String text) throws IOException {
    end.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
